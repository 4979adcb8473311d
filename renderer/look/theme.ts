import type { Settings } from '../../runtime/contract/settings.ts'

type Theme = Settings['theme']

/** In this browser: the settings are with the program, which answers a moment after the page is shown. */
const key = 'leapgraph-theme'

const system = () => matchMedia('(prefers-color-scheme: light)')

/** Writes the theme where the tokens look for it, and follows the system's. @returns ends that */
export function showTheme(theme: Theme): () => void {
  const light = system()
  const apply = () => {
    document.documentElement.dataset.theme = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme
  }
  apply()
  localStorage.setItem(key, theme)
  light.addEventListener('change', apply)
  return () => light.removeEventListener('change', apply)
}

/** The theme that the page had last. */
export function lastTheme(): Theme {
  const kept = localStorage.getItem(key)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}
