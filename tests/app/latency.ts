import { availableParallelism, loadavg } from 'node:os'
import { expect, type Page, type TestInfo } from '@playwright/test'

/** Seconds from a deed to the picture on the screen, on two CPU cores that have nothing else to do. */
const wanted = 0.7

interface Watched {
  readonly page: Page
  /** What the picture appears in, what is there while it is unfinished, and what is being waited for. */
  readonly place: string
  readonly unfinished: string
  readonly deed: 'pointerup' | 'keydown'
}

/** Notes, in the page, when the deed is done and when each finished picture is on the screen. */
export const stopwatch = ({ page, place, unfinished, deed }: Watched) => ({
  async start(): Promise<void> {
    await page.evaluate(
      ([place, unfinished, deed]) => {
        const noted = { since: 0, shown: [] as number[] }
        Object.assign(window, { noted })
        document.addEventListener(deed, () => Object.assign(noted, { since: performance.now(), shown: [] }), true)
        new MutationObserver(() => {
          if (document.querySelector(unfinished)) return
          requestAnimationFrame(() => requestAnimationFrame(() => noted.shown.push(performance.now())))
        }).observe(document.querySelector(place)!, { attributeFilter: ['src'], childList: true, subtree: true })
      },
      [place, unfinished, deed] as const,
    )
  },
  /** Seconds from the deed to the last picture that followed. */
  async read(isDone: () => Promise<boolean>): Promise<number> {
    const read = () => page.evaluate(() => (window as unknown as { noted: { since: number; shown: number[] } }).noted)
    await expect.poll(async () => (await read()).shown.length, { timeout: 20_000 }).toBeGreaterThan(0)
    for (;;) {
      const { since, shown } = await read()
      await page.waitForTimeout(400)
      if ((await isDone()) && (await read()).shown.length === shown.length) return (shown.at(-1)! - since) / 1000
    }
  },
})

/** Specs that run side by side, and whatever else has work for these cores, make it longer by about their number. */
export function expectPrompt(what: string, times: readonly number[], { config }: TestInfo): void {
  const median = times.toSorted((a, b) => a - b)[(times.length - 1) >> 1]!
  const slack = Math.max(config.workers, loadavg()[0]! / availableParallelism())
  console.log(
    `${what}: median ${median.toFixed(2)} s of ${times.map(time => time.toFixed(2)).join(' ')}; ${wanted} s times ${slack.toFixed(1)} for what else runs here`,
  )
  expect(median).toBeLessThanOrEqual(wanted * slack)
}
