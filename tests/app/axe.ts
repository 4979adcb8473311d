import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

type Theme = 'light' | 'dark'

/** What axe finds, as sentences; nothing is left out. The dark theme is the same page in other colours. */
export async function violations(page: Page, where: string, theme: Theme): Promise<string[]> {
  // Colours that are still fading in are nobody's colours.
  await page.waitForTimeout(250)
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${where}, ${theme}: ${id}: ${html.slice(0, 160)}`),
  )
}
