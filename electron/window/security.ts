import { app, session, shell } from 'electron'

/** Where the page is. */
export const pageOrigin = 'app://leapgraph'

/** The browser permissions that the page gets; all others are refused. */
const granted = new Set(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen'])

/** Addresses that may open in the user's own browser. */
const links = ['https://github.com/', 'https://arxiv.org/', 'https://huggingface.co/']

/**
 * The items of Electron's security checklist that are not window options (window.ts) or fuses (forge.config.ts): a sandbox
 * for every renderer, no permission except the clipboard's, no other page, no other window, no webview.
 */
export function harden(): void {
  app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', event => {
      if (!event.url.startsWith(`${pageOrigin}/`)) event.preventDefault()
    })
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (links.some(prefix => url.startsWith(prefix))) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
  void app.whenReady().then(() => {
    const { defaultSession } = session
    defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(granted.has(permission)))
    defaultSession.setPermissionCheckHandler((_contents, permission) => granted.has(permission))
  })
}
