import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

type Theme = 'light' | 'dark'

/** Resolves, in the page, when nothing fades in or out any more: colours in between are not the theme's. */
async function settled(): Promise<void> {
  await new Promise(requestAnimationFrame)
  const fading = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.allSettled(fading.map(({ finished }) => finished))
}

/** What axe finds, as sentences; nothing is left out. The dark theme is the same page in other colours. */
export async function violations(page: Page, where: string, theme: Theme): Promise<string[]> {
  await page.evaluate(settled)
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${where}, ${theme}: ${id}: ${html.slice(0, 160)}`),
  )
}
