import { EventEmitter } from 'node:events'
import { chromium } from './chromium.ts'
import { createClone } from './clone.ts'
import type { Connection, Session } from './devtools.ts'
import { answerInvoke, type FromPage, type ToPage } from './ipc.ts'
import { goesAhead } from './preventable.ts'
import { answerFor, fromChromium, toChromium } from './protocol.ts'
import { addWorlds, isolated, secretName } from './worlds.ts'

const clone = createClone()

interface RequestPaused {
  readonly requestId: string
  readonly resourceType: string
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string> }
}

export interface ContentsOptions {
  readonly preload: string
  readonly width: number
  readonly height: number
  onGone(): void
}

const all = new Set<WebContents>()

/** `webContents`: one page of Chromium, with the preload in a world of its own. */
export class WebContents extends EventEmitter {
  /** The page is there and can be told where to go. */
  readonly attached: Promise<Session>
  readonly mainFrame = { url: '' }
  #targetId = ''
  #world: number | undefined
  #allowed = ''
  #openHandler: (details: { readonly url: string }) => unknown = () => {}
  readonly #options: ContentsOptions
  readonly #binding = secretName('tell')

  constructor(options: ContentsOptions) {
    super()
    this.#options = options
    this.attached = chromium.then(connection => this.#attach(connection))
    this.attached.catch(error => console.error('stand-in: no page:', error))
    all.add(this)
  }

  async #attach({ browser, page }: Connection): Promise<Session> {
    const { width, height } = this.#options
    const target = await browser.send('Target.createTarget', { url: 'about:blank', width, height, newWindow: true })
    this.#targetId = target.targetId
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId: this.#targetId, flatten: true })
    const session = page(sessionId)
    await session.send('Page.enable')
    const { frameTree } = await session.send('Page.getFrameTree')
    this.#listen(session, frameTree.frame.id)
    browser.on('Target.targetDestroyed', ({ targetId }) => targetId === this.#targetId && this.gone())
    // A second window is never modelled: one that a link opens is closed.
    browser.on('Target.targetCreated', ({ targetInfo }) => {
      if (targetInfo.openerId === this.#targetId)
        browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
    })
    await addWorlds(session, this.#options.preload, this.#binding)
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId: this.#targetId })
    await browser.send('Browser.setContentsSize', { windowId, width, height })
    return session
  }

  #listen(session: Session, frame: string): void {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === isolated && context.auxData?.frameId === frame) this.#world = context.id
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#world = undefined
    })
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === this.#binding) void this.#hear(session, clone.fromText(payload))
    })
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.mainFrame.url = fromChromium(frame.url)
    })
    session.on('Page.loadEventFired', () => this.emit('did-finish-load', {}))
    session.on('Page.windowOpen', ({ url }) => this.#openHandler({ url: fromChromium(url) }))
    session.on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 }),
    )
    session.on('Fetch.requestPaused', paused => {
      this.#answer(session, paused, paused.frameId === frame).catch(() =>
        session.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Failed' }).catch(() => {}),
      )
    })
  }

  /** Requests for our scheme, and the wish of a frame to go elsewhere. */
  async #answer(session: Session, paused: RequestPaused, isMainFrame: boolean): Promise<void> {
    const { requestId, request, resourceType } = paused
    const url = fromChromium(request.url)
    const isNavigation = resourceType === 'Document' && !(isMainFrame && url === this.#allowed)
    const asked = isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate']
    if (isNavigation && !asked.every(name => goesAhead(this, name, { url, isMainFrame })))
      return void (await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }))
    const response = await answerFor(new Request(url, { method: request.method, headers: request.headers }))
    if (!response) return void (await session.send('Fetch.continueRequest', { requestId }))
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  async #hear(session: Session, message: FromPage): Promise<void> {
    if (message.kind === 'open') return void this.#openHandler({ url: fromChromium(message.url) })
    if (message.kind === 'failed') return console.error(`Unable to load preload script: ${message.message}`)
    const answer = await answerInvoke({ sender: this, senderFrame: this.mainFrame }, message)
    try {
      this.#tell(session, answer)
    } catch (error) {
      this.#tell(session, { kind: 'error', id: message.id, message: String(error) })
    }
  }

  #tell(session: Session, message: ToPage): void {
    const expression = `standinReceive(${JSON.stringify(clone.toText(message))})`
    if (this.#world === undefined) return
    session.send('Runtime.evaluate', { expression, contextId: this.#world }).catch(() => {})
  }

  send(channel: string, ...args: readonly unknown[]): void {
    void this.attached.then(session => this.#tell(session, { kind: 'event', channel, args }))
  }

  async loadURL(url: string): Promise<void> {
    const session = await this.attached
    this.#allowed = url
    const loaded = new Promise(done => session.once('Page.loadEventFired', done))
    const { errorText } = await session.send('Page.navigate', { url: toChromium(url) })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  reload(): void {
    void this.attached.then(session => session.send('Page.reload'))
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const session = await this.attached
    const asked = { expression: code, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', asked)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  forcefullyCrashRenderer(): void {
    // Nobody answers this one.
    void this.attached.then(session => session.send('Page.crash').catch(() => {}))
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => unknown): void {
    this.#openHandler = handler
  }

  isDestroyed = (): boolean => !all.has(this)
  close = (): void => void this.destroy()

  async destroy(): Promise<void> {
    const { browser } = await chromium
    await browser.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => {})
    this.gone()
  }

  gone(): void {
    if (all.delete(this)) this.#options.onGone()
  }

  static fromDevToolsTargetId = (id: string) => [...all].find(contents => contents.#targetId === id)
  static getAllWebContents = () => [...all]
}
