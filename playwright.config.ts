import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { chromiumPath } from './tests/app/hosts.ts'
import type { AppOptions } from './tests/app/test.ts'

const hasBrowser = existsSync(chromiumPath)
if (!hasBrowser)
  console.log(
    `The app's specs are skipped: there is no browser at ${chromiumPath} (apt-get install chromium, or set LEAPGRAPH_CHROMIUM).`,
  )

/** The same specs on the desktop and in a browser. */
export default defineConfig<AppOptions>({
  testDir: 'tests/app',
  globalSetup: './tests/app/build.ts',
  ...(!hasBrowser && { testIgnore: '**' }),
  workers: 2,
  timeout: 60_000,
  use: { actionTimeout: 10_000 },
  reporter: process.env.CI ? 'line' : 'list',
  projects: [
    { name: 'desktop', use: { host: 'desktop' } },
    { name: 'browser', use: { host: 'browser' } },
  ],
})
