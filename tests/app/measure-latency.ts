import type { Page } from '@playwright/test'
import { drawing } from './drawing.ts'
import { editor } from './editor.ts'
import { stopwatch } from './latency.ts'

/** Seconds from each of five strokes, in live mode, to the finished picture on the screen. */
export async function strokes(page: Page): Promise<number[]> {
  const hand = drawing({ page, ...editor(page) }, 100)
  await hand.open()
  await hand.goLive()
  const read = await stopwatch({
    page,
    place: 'figure[aria-label="The picture"]',
    unfinished: 'figure[aria-label="The picture"] img[src^="data:"]',
    deed: 'pointerup',
    isDone: () => hand.isFinished(),
  })
  const times: number[] = []
  for (let i = 0; i < 5; i++) {
    await hand.stroke([0.2 + 0.08 * i, 0.25], [0.25 + 0.08 * i, 0.5], [0.2 + 0.08 * i, 0.75])
    times.push(await read())
  }
  return times
}

/** Seconds from each of five letters, in a form, to its four finished pictures on the screen. */
export async function letters(page: Page): Promise<number[]> {
  const isDone = () => page.getByText(/^4 pictures in/).isVisible()
  const prompt = page.getByRole('textbox', { name: 'What to draw' })
  await page.getByText(/^4 pictures in/).waitFor()
  await prompt.fill('a fox')
  const read = await stopwatch({
    page,
    place: 'section[aria-label="Pictures"]',
    unfinished: 'section[aria-label="Pictures"] img[alt="Unfinished"]',
    deed: 'keydown',
    isDone,
  })
  await page.waitForTimeout(3000)
  const times: number[] = []
  for (const letter of ' blue') {
    await page.keyboard.press(letter)
    times.push(await read())
  }
  return times
}
