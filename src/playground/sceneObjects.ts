/** A scene in its file form, for the views, which see nothing else of the simulation. */
export { objectsFromScene, sceneFromObjects, storedKey } from '../simulation/scene.ts';
