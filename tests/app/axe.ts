import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** Resolves, in the page, when nothing fades in or out any more: colours in between are not the theme's. */
async function settled(): Promise<void> {
  await new Promise(requestAnimationFrame)
  const fading = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
  await Promise.allSettled(fading.map(({ finished }) => finished))
}

/** What axe finds in a part of the page, in the present theme, by these rules or, without any, by all. */
async function violationsIn(page: Page, part: string, rules: readonly string[]): Promise<string[]> {
  await page.evaluate(settled)
  return await page.evaluate(
    async ([part, rules]) => {
      const options = {
        resultTypes: ['violations' as const],
        selectors: false,
        ...(rules.length > 0 && { runOnly: [...rules] }),
      }
      const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(part, options)
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
    },
    [part, rules] as const,
  )
}

/**
 * What axe finds in either theme, as sentences. The dark theme is the same page in other colours.
 *
 * @param part  what this state adds to a page that was looked at before, as a CSS selector; else all of it
 */
export async function violations(page: Page, where: string, part = ':root'): Promise<string[]> {
  // A page keeps axe, which is 650 kB of script, and what the browser compiled of it.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const found: string[] = []
  for (const [theme, rules] of [
    ['light', []],
    ['dark', ['color-contrast']],
  ] as const) {
    await page.evaluate(theme => document.documentElement.setAttribute('data-theme', theme), theme)
    found.push(...(await violationsIn(page, part, rules)).map(violation => `${where}, ${theme}: ${violation}`))
  }
  return found
}
