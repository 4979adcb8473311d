import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Browser } from '@playwright/test'
import type { Answered, Asked } from './editors.ts'
import { type HostOptions, openChromium, type RunningApp, ready } from './hosts.ts'

/** What the tests of one worker share: a browser with one page, and a program that opens an editor for each test. */
export interface Shared {
  readonly browser: Browser
  open(options: HostOptions): Promise<RunningApp>
  end(): Promise<void>
}

export async function share(): Promise<Shared> {
  const program = fork(fileURLToPath(new URL('editors.ts', import.meta.url)))
  const browser = await openChromium()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const close = async () => {
    page.removeAllListeners()
    // Before the editor is gone, its page sends what the journal lacks. A place of its own origin keeps the page's process.
    await page.goto(new URL('/assets/nothing', page.url()).href)
    await page.evaluate(() => localStorage.clear())
    await ask(program, { open: null })
  }
  return {
    browser,
    async open({ userFolder, models, open = [] }) {
      const url = await ask(program, { open: { userFolder, models: models ? [models] : [], files: open } })
      await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: 'reduce' })
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(url!)
      await ready(page)
      return { page, program: program.pid!, close, kill: close }
    },
    async end() {
      program.disconnect()
      await browser.close()
    },
  }
}

async function ask(program: ChildProcess, question: Asked): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const gone = () => reject(new Error('the program that opens editors has ended'))
  program.once('message', resolve).once('exit', gone)
  program.send(question)
  const answer = await promise.finally(() => program.off('exit', gone))
  if ('error' in answer) throw new Error(answer.error)
  return answer.url
}
