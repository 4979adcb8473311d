import { beforeEach, expect, test, vi } from 'vitest'
import { lastTheme, showTheme } from '../../../renderer/look/theme.ts'

/** A page on a system whose theme can change. */
function page() {
  const kept = new Map<string, string>()
  const system = Object.assign(new EventTarget(), { matches: false })
  const dataset: { theme?: string } = {}
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  vi.stubGlobal('matchMedia', () => system)
  vi.stubGlobal('document', { documentElement: { dataset } })
  return {
    dataset,
    become(isLight: boolean) {
      system.matches = isLight
      system.dispatchEvent(new Event('change'))
    },
  }
}

let shown: ReturnType<typeof page>
beforeEach(() => {
  shown = page()
})

test('the theme of a new user follows the system, also when that changes', () => {
  expect(lastTheme()).toBe('system')
  showTheme(lastTheme())
  expect(shown.dataset.theme).toBe('dark')
  shown.become(true)
  expect(shown.dataset.theme).toBe('light')
})

test('a chosen theme stays, and is there at the next start before the program answers', () => {
  const end = showTheme('system')
  end()
  showTheme('dark')
  shown.become(true)
  expect(shown.dataset.theme).toBe('dark')
  expect(lastTheme()).toBe('dark')
})
