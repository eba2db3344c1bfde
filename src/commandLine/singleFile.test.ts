import { expect, test } from 'vitest';
import { asInlineScript } from './singleFile.ts';

test('a script in a page has nothing that would end it, and still means the same', () => {
  const code = '"</script><!-- </SCRIPT >" + String(/[<]!--/u.test("<!--"))';
  const inline = asInlineScript(code);
  expect(inline).not.toMatch(/<\/script|<!--/i);
  expect(Function(`return ${inline}`)()).toBe('</script><!-- </SCRIPT >true');
});
