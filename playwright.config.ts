import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { chromiumPath } from './tests/app/hosts.ts'
import { electronKind } from './tests/app/launch.ts'
import type { AppOptions } from './tests/app/test.ts'

const hasBrowser = existsSync(chromiumPath)
if (!hasBrowser)
  console.log(
    `The app's specs are skipped: there is no browser at ${chromiumPath} (apt-get install chromium, or set LEAPGRAPH_CHROMIUM).`,
  )

const ofTheShell = ['**/desktop*.spec.ts', '**/packaged.spec.ts']

/**
 * The same specs on the desktop and in a browser. The stand-in for Electron draws with the browser's own Chromium: there,
 * the specs of the shell are enough.
 */
export default defineConfig<AppOptions>({
  testDir: 'tests/app',
  globalSetup: './tests/app/build.ts',
  workers: 2,
  // Limits for what hangs. Nothing here is measured: a busy machine may take its time.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: { actionTimeout: 60_000 },
  reporter: process.env.CI ? 'line' : 'list',
  projects: [
    {
      name: 'desktop',
      use: { host: 'desktop' },
      ...(electronKind() === 'stand-in' && { testMatch: ofTheShell }),
      testIgnore: hasBrowser ? [] : '**',
    },
    { name: 'browser', use: { host: 'browser' }, testIgnore: hasBrowser ? ofTheShell : '**' },
  ],
})
