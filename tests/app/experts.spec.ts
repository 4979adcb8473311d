import { fileURLToPath } from 'node:url'
import { violations } from './axe.ts'
import { expect, test } from './test.ts'

const workflow = fileURLToPath(new URL('../../workflows/mixture-of-experts.json', import.meta.url))

test('a table on the picture’s node shows which expert acted in each block and step', async ({ start, host }) => {
  const app = await start({ open: [workflow] })
  const { page } = app
  await app.run().first().click()
  await app.seesPicture('SaveImage')
  await app.click(app.node('SaveImage'))
  const map = page.getByRole('region', { name: /^Experts by step of KSampler \d+$/ })
  await expect(map.getByRole('columnheader')).toHaveCount(13)
  await expect(map.getByRole('rowheader').first()).toHaveText('In 1')
  await expect(map.getByRole('cell').first()).toHaveText(/(animals|houses) \d+ %/)
  await expect(map.getByRole('listitem').first()).toHaveText(/animals \d+ %/)
  if (host === 'browser') expect(await violations(page, 'experts', 'aside[aria-label=Inspector]')).toEqual([])
  await map.getByRole('radio', { name: 'Layers' }).click()
  await expect(map.getByRole('rowheader').first()).toHaveText('In 1 attn1.to_k')
})
