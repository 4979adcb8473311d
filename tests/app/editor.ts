import { expect, type Locator, type Page } from '@playwright/test'

/** What specs do with an editor, in the words of a person who uses it. */
export const editor = (page: Page) => {
  const canvas = page.getByRole('application', { name: 'Workflow' })
  const node = (type: string, index = 0): Locator => page.locator(`[data-node][data-type="${type}"]`).nth(index)
  const middle = async (locator: Locator) => {
    const box = await locator.boundingBox()
    if (!box) throw new Error(`${locator} is nowhere on the page`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const socket = (type: string, side: 'input' | 'output', name: string, index = 0): Locator =>
    node(type, index).locator(`[data-side="${side}"][data-socket="${name}"]`)

  return {
    canvas,
    node,
    socket,
    widget: (type: string, name: string, index = 0): Locator =>
      node(type, index).locator(`[data-widget="${name}"][data-part="value"]`),
    nodes: page.locator('[data-node]'),
    inspector: page.getByRole('complementary', { name: 'Inspector' }),
    /** The runs that the history shows. */
    runs: page.getByRole('region', { name: 'History' }).getByRole('listitem'),
    /** The field over a widget's place on its card. */
    overCard: (widget: string): Locator => page.getByRole('group', { name: widget, exact: true }).getByRole('textbox'),
    /** What is wrong, where it says so: on a node, in the form, in a notice. */
    problem: (text: string | RegExp): Locator => page.getByRole('alert').filter({ hasText: text }).first(),
    run: () => page.getByRole('button', { name: /^Run/ }),

    async drag(from: Locator, to: Locator | { readonly dx: number; readonly dy: number }): Promise<void> {
      const start = await middle(from)
      const end = 'dx' in to ? { x: start.x + to.dx, y: start.y + to.dy } : await middle(to)
      await page.mouse.move(start.x, start.y)
      await page.mouse.down()
      await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 2 })
      await page.mouse.move(end.x, end.y, { steps: 2 })
      await page.mouse.up()
    },
    async dragTitle(type: string, dx: number, dy: number): Promise<void> {
      const box = await node(type).boundingBox()
      const [x, y] = [box!.x + 30, box!.y + 8]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + dx / 2, y + dy / 2)
      await page.mouse.move(x + dx, y + dy, { steps: 2 })
      await page.mouse.up()
    },
    async click(locator: Locator, options: { readonly button?: 'left' | 'right'; readonly double?: boolean } = {}) {
      const { x, y } = await middle(locator)
      await page.mouse.click(x, y, { button: options.button ?? 'left', clickCount: options.double ? 2 : 1 })
    },
    /** Puts the keys on the canvas without choosing anything. */
    async focusCanvas(): Promise<void> {
      await canvas.focus()
    },
    /** Waits until the node shows a picture that a run made. */
    async seesPicture(type: 'SaveImage' | 'PreviewImage'): Promise<void> {
      await expect(node(type)).toHaveAttribute('data-pictures', /[1-9]/, { timeout: 60_000 })
    },
    async opens(title: string): Promise<void> {
      await expect(page.getByRole('button', { name: title, pressed: true })).toBeVisible()
    },
  }
}
