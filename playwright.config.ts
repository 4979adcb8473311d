import { defineConfig } from '@playwright/test'
import type { AppOptions } from './tests/app/test.ts'

/** The same specs on the desktop and in a browser. */
export default defineConfig<AppOptions>({
  testDir: 'tests/app',
  workers: 2,
  timeout: 60_000,
  use: { actionTimeout: 10_000 },
  reporter: process.env.CI ? 'line' : 'list',
  projects: [
    { name: 'desktop', use: { host: 'desktop' } },
    { name: 'browser', use: { host: 'browser' } },
  ],
})
