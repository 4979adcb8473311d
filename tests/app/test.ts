import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { editor } from './editor.ts'
import { type HostOptions, type RunningApp, type StartApp, startInBrowser } from './hosts.ts'
import { startOnDesktop } from './launch.ts'

export interface AppOptions {
  /** Where the editor runs: the same specs hold in both. */
  readonly host: 'desktop' | 'browser'
}

export interface AppFixtures {
  /** A fresh user's folder. */
  readonly userFolder: string
  /** Starts the editor; whatever was started is ended after the test. */
  start(options?: Partial<HostOptions>): Promise<RunningApp & ReturnType<typeof editor>>
  /** Everything the pages said that a page should not say. */
  readonly complaints: string[]
}

const hosts: Readonly<Record<AppOptions['host'], StartApp>> = { desktop: startOnDesktop, browser: startInBrowser }

export const test = base.extend<AppFixtures & AppOptions>({
  host: ['browser', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures a fixture needs from this pattern.
  userFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'leapgraph-app-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  complaints: async ({}, use) => use([]),
  start: async ({ host, userFolder, complaints }, use) => {
    const running: RunningApp[] = []
    await use(async options => {
      const app = await hosts[host]({ userFolder, ...options })
      running.push(app)
      listen(app.page, complaints)
      const hands = editor(app.page)
      // A workflow opens as a graph or, where its file says so, as a form.
      if (options?.open?.length)
        await app.page.locator('[data-node], section[aria-label="Form"]').first().waitFor({ state: 'attached' })
      return { ...app, ...hands }
    })
    for (const app of running) await app.kill().catch(() => {})
  },
})

/** A page that breaks its own policy, throws, or loads what is not there. */
function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
}

export { expect } from '@playwright/test'
