import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { chromiumPath, startInBrowser } from './hosts.ts'
import { letters, strokes } from './measure-latency.ts'
import { storeSettings } from './stored.ts'

/** How fast the editor is, with 2,000 nodes and in live mode; a part of `npm run bench`. */
const count = 2000

/** KSamplers in a long chain, 50 in a row. */
function chain(): string {
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    type: 'KSampler',
    pos: [(i % 50) * 320, Math.floor(i / 50) * 330],
    size: [270, 262],
    flags: {},
    order: i,
    mode: 0,
    inputs: ['model', 'positive', 'negative', 'latent_image'].map((name, slot) => ({
      name,
      type: ['MODEL', 'CONDITIONING', 'CONDITIONING', 'LATENT'][slot],
      link: slot === 3 && i > 0 ? i : null,
    })),
    outputs: [{ name: 'LATENT', type: 'LATENT', links: i < count - 1 ? [i + 1] : [] }],
    properties: {},
    widgets_values: [i, 'fixed', 20, 8, 'euler', 'normal', 1],
  }))
  const links = nodes.slice(1).map(({ id }) => [id - 1, id - 1, 0, id, 3, 'LATENT'])
  return JSON.stringify({ last_node_id: count, last_link_id: count - 1, nodes, links, groups: [], version: 0.4 })
}

/** Milliseconds from dropping the file to the frame that shows it. */
const opening = (page: Page, text: string): Promise<number> =>
  page.evaluate(async text => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'chain.json', { type: 'application/json' }))
    const from = performance.now()
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    while (!document.querySelector('[data-node]')) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - from
  }, text)

/** Milliseconds of edits, from the key to the end of everything it does before the frame: median and worst of 20. */
const editing = (page: Page): Promise<{ median: number; worst: number }> =>
  page.evaluate(async () => {
    const canvas = document.querySelector('canvas[role=application]')!
    const press = (key: string, ctrlKey: boolean) =>
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }))
    press('ArrowRight', false)
    const times: number[] = []
    for (let i = 0; i < 20; i++) {
      await new Promise(requestAnimationFrame)
      const from = performance.now()
      press('ArrowRight', true)
      times.push(performance.now() - from)
    }
    times.sort((a, b) => a - b)
    return { median: times[10]!, worst: times[19]! }
  })

/** Frame times while the canvas is dragged for 90 frames. */
const panning = (page: Page): Promise<{ median: number; p95: number; visible: number }> =>
  page.evaluate(async () => {
    const canvas = document.querySelector('canvas[role=application]')!
    const { left, top } = canvas.getBoundingClientRect()
    const send = (type: string, x: number, buttons: number) =>
      canvas.dispatchEvent(
        new PointerEvent(type, {
          clientX: left + x,
          clientY: top + 10,
          button: 1,
          buttons,
          bubbles: true,
          pointerId: 1,
        }),
      )
    try {
      send('pointerdown', 100, 4)
    } catch {
      // A pointer that is not real cannot be captured; the rest works.
    }
    const frames: number[] = []
    let last = 0
    for (let i = 0; i < 90; i++) {
      const now = await new Promise<number>(requestAnimationFrame)
      if (last) frames.push(now - last)
      last = now
      send('pointermove', 100 + (i % 60) * 5, 4)
    }
    send('pointerup', 100, 0)
    frames.sort((a, b) => a - b)
    const visible = document.querySelectorAll('[data-node]').length
    return { median: frames[45]!, p95: frames[85]!, visible }
  })

/** Opens the editor for a measurement, with some files, and ends it afterwards. */
async function inEditor<T>(names: readonly string[], measure: (page: Page) => Promise<T>): Promise<T> {
  const userFolder = mkdtempSync(join(tmpdir(), 'leapgraph-bench-'))
  storeSettings(userFolder, { welcomeSeen: true })
  const open = names.map(name => fileURLToPath(new URL(`../../workflows/${name}.json`, import.meta.url)))
  const app = await startInBrowser({ userFolder, open })
  try {
    return await measure(app.page)
  } finally {
    await app.kill()
    rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A file of 2,000 nodes: opened, edited, and dragged with about a hundred of them in view. */
async function large(page: Page): Promise<string[]> {
  const opened = await opening(page, chain())
  await page.waitForTimeout(1500)
  await page.locator('canvas[role=application]').first().focus()
  for (let i = 0; i < 30 && (await page.locator('[data-node]').count()) > 110; i++) {
    await page.keyboard.press('Alt+=')
    await page.waitForTimeout(30)
  }
  const pan = await panning(page)
  const edit = await editing(page)
  return [
    `  open a file          ${opened.toFixed(0)} ms`,
    `  one edit             ${edit.median.toFixed(1)} ms, worst ${edit.worst.toFixed(1)}`,
    `  a frame of a drag    ${pan.median.toFixed(1)} ms, 95 % below ${pan.p95.toFixed(1)}, ${pan.visible} nodes in view`,
  ]
}

/** The median of five times in seconds, and all of them. */
function inSeconds(times: readonly number[]): string {
  const median = times.toSorted((a, b) => a - b)[(times.length - 1) >> 1]!
  return `${median.toFixed(2)} s (${times.map(time => time.toFixed(2)).join(' ')})`
}

if (!existsSync(chromiumPath)) console.log(`editor: not measured, there is no browser at ${chromiumPath}`)
else {
  console.log(`\neditor, ${count} nodes (Chromium without a graphics card, 1440 x 900)`)
  console.log((await inEditor([], large)).join('\n'))
  console.log('\nlive mode, built-in model, from the hand to the screen: median of five')
  console.log(`  stroke to picture    ${inSeconds(await inEditor(['hyper-sd-scribble'], strokes))}`)
  console.log(`  letter to 4 pictures ${inSeconds(await inEditor(['one-step-text-to-image'], letters))}`)
  process.exit(0)
}
