/** Finds a Chromium to drive: named by CHROMIUM_PATH, installed, Playwright's own, or else freshly installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage } from './debianPackages.ts';

/** Where Chrome and Chromium live when they are not on the PATH. */
const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  linux: ['/opt/google/chrome/chrome', '/snap/bin/chromium', '/usr/lib/chromium/chromium'],
  win32: [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** What the reader can do when nothing was found and nothing could be installed. */
export const NO_BROWSER =
  'No Chromium found and none could be installed: install Chrome or Chromium, or set CHROMIUM_PATH to its executable, and run again.';

/** The path of a Chromium, or null when there is none; `install` allows to fetch one. Says on stderr what it installs. */
export async function findBrowser(install: boolean): Promise<string | null> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    console.error(`CHROMIUM_PATH names ${named}, but there is no such file; looking elsewhere.`);
  }
  const found = installed() ?? (await playwrights());
  if (found !== null || !install) return found;
  for (const attempt of [installByApt, installByPlaywright]) {
    attempt();
    const fresh = installed() ?? (await playwrights());
    if (fresh !== null) return fresh;
  }
  return null;
}

/** Only root needs to leave Chromium's sandbox, which refuses to start there. */
export function sandboxFlags(): string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

function installed(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...(usualPlaces[process.platform] ?? [])].find((path) => existsSync(path)) ?? null;
}

async function playwrights(): Promise<string | null> {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  return path !== '' && existsSync(path) ? path : null;
}

/** The distribution's package also comes where only its mirror can be reached. */
function installByApt(): void {
  installPackage('chromium');
}

function installByPlaywright(): void {
  console.error('No Chromium here yet: downloading the one of Playwright …');
  run('npx', ['playwright', 'install', 'chromium'], process.env);
}

/** Its output goes to stderr: this is a side errand. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): void {
  const shell = process.platform === 'win32';
  spawnSync(command, args, { env, shell, stdio: ['ignore', process.stderr, process.stderr] });
}
