import { afterEach, expect, test, vi } from 'vitest';
import { findBrowser } from './findBrowser.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('the browser that CHROMIUM_PATH names comes first', async () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(await findBrowser(false)).toBe(process.execPath);
});

test('a CHROMIUM_PATH that leads nowhere is said so, and others are looked for', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
  expect(await findBrowser(false)).not.toBe('/nowhere/chromium');
  expect(complaint).toHaveBeenCalledWith(expect.stringContaining('/nowhere/chromium'));
});
