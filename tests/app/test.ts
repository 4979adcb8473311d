import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { editor } from './editor.ts'
import { type HostOptions, type RunningApp, startInBrowser } from './hosts.ts'
import { startOnDesktop } from './launch.ts'
import { type Shared, share } from './shared.ts'

export interface AppOptions {
  /** Where the editor runs: the same specs hold in both. */
  readonly host: 'desktop' | 'browser'
}

export interface AppFixtures {
  /** A fresh user's folder. */
  readonly userFolder: string
  /**
   * Opens the editor with the test's own user folder; it is closed after the test. In the browser the tests of a worker share
   * one program and one page, unless a test is about starting and ending: then it asks for a program `alone`.
   */
  start(options?: Partial<HostOptions> & { readonly alone?: boolean }): Promise<RunningApp & ReturnType<typeof editor>>
  /** Everything the pages said that a page should not say. */
  readonly complaints: string[]
}

interface WorkerFixtures {
  /** Started by the first test that needs it. */
  readonly shared: () => Promise<Shared>
}

export const test = base.extend<AppFixtures & AppOptions, WorkerFixtures>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures a fixture needs from this pattern.
    async ({}, use) => {
      let shared: Promise<Shared> | undefined
      await use(() => {
        shared ??= share()
        return shared
      })
      await (await shared)?.end()
    },
    { scope: 'worker' },
  ],
  host: ['browser', { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  userFolder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'leapgraph-app-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  complaints: async ({}, use) => use([]),
  start: async ({ host, userFolder, complaints, shared }, use) => {
    const running: RunningApp[] = []
    const run = async (options: HostOptions, alone: boolean) => {
      if (host === 'desktop') return startOnDesktop(options)
      const { browser, open } = await shared()
      return alone ? startInBrowser(options, browser) : open(options)
    }
    await use(async ({ alone = false, ...options } = {}) => {
      const app = await run({ userFolder, ...options }, alone)
      running.push(app)
      listen(app.page, complaints)
      const hands = editor(app.page)
      // A workflow opens as a graph or, where its file says so, as a form.
      if (options.open?.length)
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
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
}

export { expect } from '@playwright/test'
