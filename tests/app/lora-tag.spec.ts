import { fileURLToPath } from 'node:url'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/base-20-steps-cfg.json', import.meta.url))

test('a LoRA in the prompt is a chip, which becomes a node and comes back with one undo', async ({ start }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.click(app.node('CLIPTextEncode'))
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const prompt = inspector.locator('textarea').first()
  await prompt.fill('a fox <lora:micro-hyper:0.5>')
  const chips = inspector.getByRole('list', { name: 'LoRAs in this prompt' })
  await expect(chips).toContainText('micro-hyper')
  await chips.getByRole('button', { name: 'micro-hyper-lora.safetensors' }).click()
  await expect(prompt).toHaveValue('a fox <lora:micro-hyper-lora:0.5>')
  await chips.getByRole('button', { name: 'Convert micro-hyper-lora to a LoRA Loader node' }).click()
  await expect(app.page.locator('[data-node][data-type="LoraLoader"]')).toHaveCount(1)
  await expect(prompt).toHaveValue('a fox ')
  await app.focusCanvas()
  await page.keyboard.press('Control+z')
  await expect(app.page.locator('[data-node][data-type="LoraLoader"]')).toHaveCount(0)
  await expect(prompt).toHaveValue('a fox <lora:micro-hyper-lora:0.5>')
})
