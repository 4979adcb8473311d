import { drawing } from './drawing.ts'
import type { editor } from './editor.ts'
import type { RunningApp } from './hosts.ts'
import { killEngineOf } from './kill-engine.ts'

/** What is pressed on the way to the pictures of the editor; `shoot` takes one. */
export type Hands = ReturnType<typeof editor> & RunningApp
type Tour = (hands: Hands, shoot: (name: string) => Promise<void>) => Promise<void>

/** Presses keys with the canvas in focus. */
async function press({ page, focusCanvas }: Hands, ...keys: readonly string[]): Promise<void> {
  await focusCanvas()
  for (const key of keys) await page.keyboard.press(key)
}

export const panels: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await shoot('editor')
  await hands.click(hands.node('SamplerCustom'))
  await shoot('inspector')
  await press(hands, 'm')
  await page.getByRole('button', { name: /micro-hyper-lora/ }).click()
  await shoot('models')
  await press(hands, 'w')
  await shoot('workflows')
  for (let i = 0; i < 3; i++) {
    await hands.run().click()
    await page.waitForTimeout(900)
  }
  await press(hands, 'h')
  await shoot('history')
  const pictures = hands.runs.getByRole('figure')
  for (const i of [0, 1]) {
    await pictures.nth(i).hover()
    await pictures
      .nth(i)
      .getByRole('button', { name: /^Compare/ })
      .click()
  }
  await page.getByRole('button', { name: 'Compare', exact: true }).click()
  await shoot('compare')
  await page.keyboard.press('Escape')
  await press(hands, 'q')
  await shoot('queue-empty')
  await press(hands, 'n')
  await page.keyboard.press('Control+a')
  await shoot('several-nodes')
  for (const [name, keys] of [
    ['palette', 'Control+k'],
    ['settings', 'Control+,'],
    ['shortcuts', 'F1'],
    ['node-search', 'Space'],
  ] as const) {
    await press(hands, keys)
    await page.getByRole('dialog').first().waitFor()
    await shoot(name)
    await page.keyboard.press('Escape')
  }
}

/** A prompt that is edited, a list that is open, a menu, a wire that is refused. */
export const gestures: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.click(hands.widget('CLIPTextEncode', 'text'))
  await shoot('editing-a-prompt')
  await page.keyboard.press('Escape')
  await hands.click(hands.widget('CheckpointLoaderSimple', 'ckpt_name'))
  await shoot('choosing-a-model')
  await page.keyboard.press('Escape')
  await hands.click(hands.node('SamplerCustom'), { button: 'right' })
  await shoot('menu')
  await page.keyboard.press('Escape')
  const from = (await hands.socket('VAEDecode', 'output', 'IMAGE').boundingBox())!
  const to = (await hands.socket('LoraLoaderModelOnly', 'input', 'model').boundingBox())!
  await page.mouse.move(from.x + 4, from.y + 4)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y + 4, { steps: 5 })
  await shoot('refused-wire')
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** A run that takes long, and one that fails. */
export const running: Tour = async (hands, shoot) => {
  await press(hands, 'q')
  for (let i = 0; i < 3; i++) await hands.run().click()
  await hands.page.getByRole('progressbar', { name: 'Progress' }).waitFor()
  await hands.page.waitForTimeout(2500)
  await shoot('running')
}

/** The drawing window: as it opens, and after some strokes, with a picture below and a second layer. */
export const scribbling: Tour = async (hands, shoot) => {
  const { page } = hands
  const hand = drawing(hands)
  await shoot('scribble')
  // The node may be outside a small window.
  await press(hands, 'Control+k')
  await page.keyboard.insertText('node draw here')
  await page.keyboard.press('Enter')
  await page.locator('[data-type="ScribbleCanvas"][aria-label$="selected"]').waitFor({ state: 'attached' })
  await press(hands, 'd')
  await hand.surface.waitFor()
  await shoot('drawing-opened')
  await page.getByRole('button', { name: 'Background picture: Choose…' }).click()
  await page.getByRole('option', { name: 'image-to-image.png' }).click()
  await page.getByRole('button', { name: 'Add layer' }).click()
  await hand.goLive()
  await hand.stroke([0.1, 0.78], [0.3, 0.86], [0.5, 0.88], [0.7, 0.86], [0.9, 0.78])
  await hand.showsAnother(null)
  await shoot('drawing')
}

/** A workflow as a form, and the form being arranged. */
export const form: Tour = async ({ page }, shoot) => {
  await page.getByRole('button', { name: 'Picture 4 of 4' }).waitFor()
  await page.getByText(/pictures in/).waitFor()
  await shoot('form')
  await page.getByRole('button', { name: 'Arrange' }).click()
  await shoot('form-arranging')
}

/** What a few-step file wants, what contradicts it, and how the picture came about. */
export const fewSteps: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await hands.click(hands.node('SamplerCustom'))
  await page.getByRole('region', { name: 'Step by step' }).waitFor()
  await shoot('filmstrip')
  for (const [node, setting, value] of [
    ['SamplerCustom', 'cfg', '7'],
    ['TCDModelSamplingDiscrete', 'steps', '40'],
  ] as const) {
    await hands.dragTitle(node, 0, 0)
    const box = hands.inspector.getByRole('textbox', { name: setting })
    await box.fill(value)
    await box.press('Enter')
  }
  await page.getByRole('region', { name: /^Settings for / }).waitFor()
  await hands.dragTitle('LoraLoaderModelOnly', 0, 0)
  await shoot('few-steps')
}

/** LoRAs in a prompt: one that is there, one that is misspelt. */
export const loraChips: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.click(hands.widget('CLIPTextEncode', 'text'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('a fox <lora:micro-hyper-lora:0.8> <lora:micro-hyperlora:0.5>')
  await page.getByRole('list', { name: 'LoRAs in this prompt' }).first().waitFor()
  await shoot('lora-chips')
}

/** A grid of pictures: its node, and all of them large. */
export const comparing: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.run().first().click()
  await hands.click(hands.node('CompareGrid'))
  await page.getByRole('button', { name: 'Show the comparison' }).click()
  await page.getByRole('gridcell', { name: 'not drawn yet' }).first().waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowRight')
  await shoot('comparison')
}

/** The workflows that wait for files. */
export const ownModels: Tour = async (hands, shoot) => {
  await press(hands, 'w')
  await hands.page.getByText('These examples need models').scrollIntoViewIfNeeded()
  await hands.page.getByRole('button', { name: /^A LoRA in the prompt/ }).scrollIntoViewIfNeeded()
  await shoot('for-your-models')
}

/** What is made: before the first picture, and after it. */
export const results: Tour = async (hands, shoot) => {
  const { page } = hands
  await shoot('before-a-run')
  for (const [key, name] of [
    ['g', 'gallery-empty'],
    ['h', 'history-empty'],
    ['Control+`', 'log-empty'],
  ] as const) {
    await press(hands, key)
    await shoot(name)
  }
  for (const count of [1, 2, 3]) {
    await hands.run().click()
    await page.getByRole('region', { name: 'Results', exact: true }).getByText(`1 of ${count}`).waitFor()
  }
  await shoot('log')
  await press(hands, 'g')
  await shoot('gallery')
  await page.getByRole('grid', { name: 'Pictures' }).getByRole('row').first().click({ button: 'right' })
  await shoot('menu-of-a-picture')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await shoot('results-in-full')
  await page.getByRole('button', { name: 'View large' }).click()
  await page.getByRole('dialog').waitFor()
  await shoot('large-viewer')
}

/** The ways into the rest: what is found by its name, every page of the settings, the way to a real model. */
export const finding: Tour = async (hands, shoot) => {
  const { page } = hands
  const find = async (words: string) => {
    await press(hands, 'Control+k')
    await page.getByRole('searchbox', { name: 'Search commands' }).fill(words)
  }
  await find('sampler')
  await shoot('palette-finds')
  await page.keyboard.press('Escape')
  await find('real model')
  await page.keyboard.press('Enter')
  await page.getByText(/GFLOP/).waitFor()
  await shoot('real-models')
  await page.keyboard.press('Escape')
  await press(hands, 'Control+,')
  for (const section of ['Folders', 'Device', 'Shortcuts', 'About']) {
    await page.getByRole('tab', { name: section }).click()
    await shoot(`settings-${section.toLowerCase()}`)
  }
  await page.keyboard.press('Escape')
  await press(hands, 'Space')
  await page.getByRole('searchbox').fill('load')
  await shoot('node-search-finds')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^File/ }).first().click()
  await shoot('menu-of-the-window')
  await page.keyboard.press('Escape')
  await hands.canvas.click({ button: 'right', position: { x: 30, y: 500 } })
  await shoot('menu-of-the-canvas')
}

/** A name, no name, a name that is taken, and closing what is not saved. */
export const saving: Tour = async (hands, shoot) => {
  const { page } = hands
  const name = page.getByRole('textbox', { name: 'Name' })
  await press(hands, 'Control+Shift+s')
  await shoot('save')
  await name.fill('')
  await shoot('save-without-a-name')
  await name.fill('fox')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'fox', exact: true }).waitFor()
  await shoot('saved')
  await press(hands, 'Alt+n')
  await press(hands, 'Control+s')
  await name.fill('fox')
  await page.getByText('This name is taken').waitFor()
  await shoot('save-a-taken-name')
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').waitFor()
  await shoot('conflict')
  await page.keyboard.press('Escape')
  await press(hands, 'Space')
  await page.keyboard.insertText('VAE Decode')
  await page.keyboard.press('Enter')
  await press(hands, 'Alt+w')
  await shoot('closing')
}

/** The engine ends in the middle of a run; then the program does. */
export const crashing: Tour = async (hands, shoot) => {
  await hands.run().click()
  await hands.page.getByRole('progressbar', { name: 'Running a-large-one' }).waitFor()
  await hands.page.waitForTimeout(1500)
  killEngineOf(hands.program)
  await hands.problem(/engine stopped/i).waitFor()
  await shoot('engine-stopped')
  await hands.server!.stop()
  await hands.page.waitForTimeout(2500)
  await shoot('reconnecting')
}

export const experts: Tour = async (hands, shoot) => {
  const { page } = hands
  await hands.run().click()
  await hands.seesPicture('SaveImage')
  await hands.click(hands.node('SaveImage'))
  await page
    .getByRole('region', { name: /^Experts by step/ })
    .first()
    .waitFor()
  await shoot('experts')
}

export const curve: Tour = async (hands, shoot) => {
  await hands.run().click()
  await hands.seesPicture('PreviewImage')
  await hands.dragTitle('LoraLoaderCurve', 0, 0)
  await shoot('curve')
}
