/** `kubehop/element`, as the other modules of the package import it: a script that registers `<kubehop-playground>`. */
declare module 'kubehop/element';
