import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { graphicsCards } from '../../../runtime/accelerators/graphics-cards.ts'

test('graphics cards are listed with vendor, model and driver; their connectors and virtual screens are left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drm-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const card = async (name: string, files: Readonly<Record<string, string>>) => {
    await mkdir(join(folder, name, 'device'), { recursive: true })
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, 'device', file), text)
  }
  await card('card0', { vendor: '0x8086\n', device: '0x46a6\n', uevent: 'DRIVER=i915\nPCI_ID=8086:46A6\n' })
  await card('card1', { vendor: '0x10de\n', device: '0x2684\n' })
  await card('card2', {})
  await card('card0-HDMI-A-1', {})
  expect(await graphicsCards(folder)).toEqual(['Intel 0x46a6 (i915)', 'NVIDIA 0x2684 (no driver)'])
  expect(await graphicsCards(join(folder, 'none'))).toEqual([])
})
