import { expect, type Page } from '@playwright/test'

interface Watched {
  readonly page: Page
  /** What the picture appears in, what is there while it is unfinished, and what is being waited for. */
  readonly place: string
  readonly unfinished: string
  readonly deed: 'pointerup' | 'keydown'
  /** Is the editor at rest? */
  isDone(): Promise<boolean>
}

/** Measures, in the page, how long a finished picture takes from a deed to the screen. */
export async function stopwatch({ page, place, unfinished, deed, isDone }: Watched) {
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
  const read = () => page.evaluate(() => (window as unknown as { noted: { since: number; shown: number[] } }).noted)

  /** Seconds from the last deed to the last picture that followed it. */
  return async (): Promise<number> => {
    await expect.poll(async () => (await read()).shown.length).toBeGreaterThan(0)
    for (;;) {
      const { since, shown } = await read()
      await page.waitForTimeout(400)
      if ((await isDone()) && (await read()).shown.length === shown.length) return (shown.at(-1)! - since) / 1000
    }
  }
}
