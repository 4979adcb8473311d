import { expect, type Page } from '@playwright/test'
import type { editor } from './editor.ts'

type Hands = ReturnType<typeof editor> & { readonly page: Page }
/** In shares of the drawing: 0, 0 is its top left corner. */
type Place = readonly [x: number, y: number]

/**
 * What specs do in the drawing window.
 *
 * @param pace  milliseconds that a hand takes from one place to the next
 */
export const drawing = ({ page, click, node }: Hands, pace = 0) => {
  const surface = page.getByRole('application', { name: /^Drawing/ })
  /** The square that an undistorted, fitted drawing takes in the middle of the surface. */
  const toPage = async ([x, y]: Place) => {
    const box = (await surface.boundingBox())!
    const side = Math.min(box.width, box.height) - 48
    return [box.x + box.width / 2 + (x - 0.5) * side, box.y + box.height / 2 + (y - 0.5) * side] as const
  }
  const picture = page.getByRole('img', { name: 'Result of the drawing' })
  const caption = page.getByRole('figure', { name: 'The picture' }).locator('figcaption')
  return {
    surface,
    picture,
    async open(): Promise<void> {
      await click(node('ScribbleCanvas').locator('[data-part="draw"]'))
      await surface.waitFor()
    },
    /** Switches live mode on and waits for its first picture. */
    async goLive(): Promise<void> {
      await page.getByRole('button', { name: 'Live: update the picture while you draw' }).click()
      await this.showsAnother(null)
    },
    /** Waits for a finished picture that is not this one. @returns its address */
    async showsAnother(before: string | null): Promise<string> {
      await expect(caption).toHaveText(/ s$/, { timeout: 60_000 })
      await expect(picture).not.toHaveAttribute('src', before ?? '')
      return (await picture.getAttribute('src'))!
    },
    isFinished: async (): Promise<boolean> => (await caption.textContent()) !== 'drawing…',
    /** Draws through some places as a hand does, and leaves the pen down. */
    async press(...places: readonly Place[]): Promise<void> {
      const [first, ...rest] = places
      await page.mouse.move(...(await toPage(first!)))
      await page.mouse.down()
      for (const place of rest) {
        await page.mouse.move(...(await toPage(place)), { steps: pace ? 8 : 3 })
        await page.waitForTimeout(pace)
      }
    },
    async stroke(...places: readonly Place[]): Promise<void> {
      await this.press(...places)
      await page.mouse.up()
    },
    async hasStrokes(count: number): Promise<void> {
      await expect(surface).toHaveAttribute('data-strokes', String(count))
    },
    /** What the surface shows there, 0 … 255. */
    async hasGrey(place: Place, grey: number): Promise<void> {
      const [x, y] = await toPage(place)
      await page.mouse.move(2, 2)
      const shown = () =>
        surface.evaluate(
          (canvas: HTMLCanvasElement, [x, y]) => {
            const box = canvas.getBoundingClientRect()
            const scale = canvas.width / box.width
            const [at, down] = [(x! - box.left) * scale, (y! - box.top) * scale]
            return canvas.getContext('2d')!.getImageData(at, down, 1, 1).data[0]!
          },
          [x, y],
        )
      await expect.poll(shown).toBe(grey)
    },
  }
}
