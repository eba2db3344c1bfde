import { expect, it } from 'vitest';
import { toShadowStyles } from './shadowStyles.ts';

it('says of the embed what was said of the page, and leaves classes alone', () => {
  expect(toShadowStyles(':root{--a:1}:root[data-theme=dark]{--a:2}')).toBe(
    '.kubehop{--a:1}.kubehop[data-theme=dark]{--a:2}',
  );
  expect(toShadowStyles('html,body,#root{height:100%}body{margin:0}')).toBe(
    '.kubehop,.kubehop,.kubehop{height:100%}.kubehop{margin:0}',
  );
  expect(toShadowStyles('@media print{body .x{color:red}}')).toBe('@media print{.kubehop .x{color:red}}');
  expect(toShadowStyles('.body{}.html-x{}._table_body{grid-area:body}')).toBe(
    '.body{}.html-x{}._table_body{grid-area:body}',
  );
});
