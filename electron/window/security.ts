import { app, session, shell } from 'electron'

/** Where the page is. */
export const pageOrigin = 'app://leapgraph'

/** Whether an address is one of the page, and not of another program or site. */
export const isOurPage = (url: string): boolean => url.startsWith(`${pageOrigin}/`)

/** The browser permissions that the main frame of the page gets; all others are refused. */
const granted = new Set(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen'])

/** Addresses that may open in the user's own browser. */
const links = ['https://github.com/', 'https://arxiv.org/', 'https://huggingface.co/']

/**
 * The items of Electron's security checklist that are not window options (window.ts) or fuses (forge.config.ts): a sandbox
 * for every renderer, no permission except the clipboard's and the full screen, no other page in any frame, no other window,
 * no webview.
 */
export function harden(): void {
  app.enableSandbox()
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: Electron.Event<{ readonly url: string }>) => {
      if (!isOurPage(event.url)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', event => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (links.some(prefix => url.startsWith(prefix))) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
  void app.whenReady().then(() => {
    const { defaultSession } = session
    defaultSession.setPermissionRequestHandler((_contents, permission, answer, { isMainFrame, requestingUrl }) =>
      answer(granted.has(permission) && isMainFrame && isOurPage(requestingUrl)),
    )
    defaultSession.setPermissionCheckHandler(
      (_contents, permission, origin, { isMainFrame }) =>
        granted.has(permission) && isMainFrame && isOurPage(`${origin}/`),
    )
  })
}
