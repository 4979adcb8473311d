import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { secret, startServer } from '../server/comfyui/server.ts'
import { frontEndPage } from './fetched.ts'
import { hostFrontEnd } from './front-end-host.ts'

const browserPath = process.env.LEAPGRAPH_CHROMIUM ?? '/usr/bin/chromium'
const isHere = existsSync(frontEndPage) && existsSync(browserPath)
if (!isHere) console.warn("ComfyUI's page is not tested here: it needs `npm run clients` and Chromium")

const workflow = readFileSync(fileURLToPath(new URL('../../workflows/hyper-sd-1-step.json', import.meta.url)), 'utf8')

describe.skipIf(!isHere)("ComfyUI's own page on this server", () => {
  let server: Awaited<ReturnType<typeof startServer>>
  let host: Awaited<ReturnType<typeof hostFrontEnd>>
  let browser: Browser
  let page: Page
  /** What the page complained about. */
  const complaints: string[] = []

  beforeAll(async () => {
    server = await startServer()
    // Without these the page first shows its templates, and asks its maker's server for news.
    await server.tell('/settings', { 'Comfy.TutorialCompleted': true, 'Comfy.Notification.ShowVersionUpdates': false })
    host = await hostFrontEnd(frontEndPage, { port: server.port, token: secret })
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(host.address)
    await page.waitForFunction('window.app?.graph && window.LiteGraph?.registered_node_types.KSampler')
  })
  afterAll(async () => {
    await browser.close()
    host.close()
    await server.close()
  })

  test('lists every node of this program', async () => {
    const listed = await page.evaluate<string[]>('Object.keys(LiteGraph.registered_node_types)')
    expect(listed).toEqual(expect.arrayContaining(Object.keys(await server.read('/object_info'))))
  })

  test('opens a dropped workflow, runs it and shows the picture', async () => {
    const transfer = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(workflow)}], 'one-step.json', { type: 'application/json' })); return data })()`,
    )
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
    await page.waitForFunction("app.graph.nodes.some(node => node.type === 'TCDModelSamplingDiscrete')")
    await page.getByRole('button', { name: 'Run', exact: true }).first().click()
    const picture = page.locator('img[src*="/view?filename=hyper-sd-1-step"]').first()
    await picture.waitFor({ timeout: 60_000 })
    await expect
      .poll(() => picture.evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(128)
    expect(Object.values(await server.read('/history'))).toMatchObject([{ status: { status_str: 'success' } }])
  })

  test('finds nothing in what the server answers to complain about', () => {
    // The page asks for files that nobody has made, and its makers' hosts, which cannot be reached.
    expect(complaints.filter(text => !/Failed to load resource|user\.css/.test(text))).toEqual([])
  })
})
