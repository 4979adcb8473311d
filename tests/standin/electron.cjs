// Stand-in for the `electron` module of the main process.
const { EventEmitter } = require('node:events');
const fs = require('node:fs'), os = require('node:os'), path = require('node:path'), crypto = require('node:crypto');
const { pathToFileURL } = require('node:url');
const childProcess = require('node:child_process');
const { launchChromium } = require('./cdp.cjs');
const lock = require('./lock.cjs');
const { makeCodec } = require('./codec.cjs');
const { mainWorldHalf, isolatedHalf } = require('./page.cjs');
const codec = makeCodec();
const WORLD = 'Electron Isolated Context';
let browser, state = { appPath: process.cwd(), pkg: {} };
const log = process.env.STANDIN_DEBUG ? (...a) => console.error('[standin]', ...a) : () => { };

// ---------------------------------------------------------------- app
class App extends EventEmitter {
  #paths = new Map(); #quitting = false; #ready = false; #whenReady = Promise.withResolvers(); name = 'app'; isPackaged = false; dock = undefined;
  commandLine = { switches: [], appendSwitch: (k, v) => this.commandLine.switches.push(v === undefined || v === '' ? `--${k}` : `--${k}=${v}`), appendArgument() { }, hasSwitch: (k) => process.argv.some((a) => a.split('=')[0] === '--' + k), getSwitchValue: (k) => (process.argv.find((a) => a.startsWith(`--${k}=`)) || '').slice(k.length + 3), removeSwitch() { } };
  whenReady() { return this.#whenReady.promise; }
  isReady() { return this.#ready; }
  _ready() { this.#ready = true; this.emit('ready', {}, {}); this.#whenReady.resolve(); }
  getPath(n) {
    if (this.#paths.has(n)) return this.#paths.get(n);
    const home = os.homedir(), cfg = process.env.XDG_CONFIG_HOME || path.join(home, '.config');
    const t = { home, appData: cfg, userData: (process.argv.find((a) => a.startsWith('--user-data-dir=')) || '').slice(16) || path.join(cfg, this.name), temp: os.tmpdir(), exe: process.argv[0], documents: path.join(home, 'Documents'), downloads: path.join(home, 'Downloads'), pictures: path.join(home, 'Pictures'), desktop: path.join(home, 'Desktop') };
    t.sessionData = t.userData; t.logs = path.join(t.userData, 'logs'); t.crashDumps = path.join(t.userData, 'Crashpad');
    if (!(n in t)) throw new Error(`Failed to get '${n}' path`); return t[n];
  }
  setPath(n, p) { this.#paths.set(n, p); }
  getAppPath() { return state.appPath; }
  getVersion() { return state.pkg.version || '0.0.0'; }
  getName() { return this.name; } setName(n) { this.name = n; }
  getLocale() { return 'en-US'; } getPreferredSystemLanguages() { return ['en-US']; }
  requestSingleInstanceLock() { return lock.claim(this); } releaseSingleInstanceLock() { lock.release(); } hasSingleInstanceLock() { return lock.held; }
  setAppUserModelId() { } setAboutPanelOptions() { } enableSandbox() { } disableHardwareAcceleration() { } addRecentDocument() { } clearRecentDocuments() { } setAsDefaultProtocolClient() { return true; } setLoginItemSettings() { } focus() { } getGPUFeatureStatus() { return {}; } getAppMetrics() { return []; } relaunch() { }
  async quit() {
    if (this.#quitting) return; this.#quitting = true;
    if (!fire(this, 'before-quit')) { this.#quitting = false; return; }
    for (const w of BrowserWindow.getAllWindows()) { await w._tryClose(); if (!w.isDestroyed()) { this.#quitting = false; return; } }
    this._afterWindows();
  }
  _afterWindows() { if (fire(this, 'will-quit')) this.exit(0); }
  _windowGone() { if (BrowserWindow.getAllWindows().length) return; if (this.#quitting) return; if (this.listenerCount('window-all-closed')) this.emit('window-all-closed'); else this.quit(); }
  exit(code = 0) { this.emit('quit', {}, code); for (const c of utilities) c.kill(); browser?.kill(); process.exit(code); }
}
const fire = (em, name, ...args) => { const e = { url: typeof args[0] === 'string' ? args[0] : undefined, defaultPrevented: false, preventDefault() { e.defaultPrevented = true; } }; em.emit(name, e, ...args); return !e.defaultPrevented; };
const app = new App();

// ---------------------------------------------------------------- ipcMain, ports
class IpcMain extends EventEmitter {
  handlers = new Map();
  handle(c, f) { if (this.handlers.has(c)) throw new Error(`Attempted to register a second handler for '${c}'`); this.handlers.set(c, f); }
  handleOnce(c, f) { this.handle(c, (...a) => { this.removeHandler(c); return f(...a); }); }
  removeHandler(c) { this.handlers.delete(c); }
}
const ipcMain = new IpcMain();
// A port is a pair of ends. An end's messages go to `route` when the end was handed to another process.
class MessagePortMain extends EventEmitter {
  started = false; queue = []; peer; route;
  postMessage(data, transfer) { const p = this.peer; queueMicrotask(() => p._deliver(codec.decode(codec.encode(data)), transfer || [])); }
  _deliver(data, ports) { if (this.route) return this.route(data); if (!this.started) return this.queue.push([data, ports]); this.emit('message', { data, ports }); }
  start() { this.started = true; for (const [d, p] of this.queue.splice(0)) this.emit('message', { data: d, ports: p }); }
  close() { this.peer?.emit('close'); this.emit('close'); }
  _send(route) { const id = crypto.randomUUID(); ends.set(id, this); this.route = (d) => route(id, d); const held = this.queue.splice(0); queueMicrotask(() => held.forEach(([d]) => this.route(d))); return id; }
}
const ends = new Map();
class MessageChannelMain { constructor() { this.port1 = new MessagePortMain(); this.port2 = new MessagePortMain(); this.port1.peer = this.port2; this.port2.peer = this.port1; } }

// ---------------------------------------------------------------- protocol, session
const schemes = new Map(); const handlers = new Map();
const standardHost = (scheme, host) => `https://${host || 'host'}.${scheme}.standin.test`;
const toReal = (u) => { const m = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(u); return m && handlers.has(m[1]) ? standardHost(m[1], m[2]) + (m[3] || '/') : u; };
const toApp = (u) => { const m = /^https:\/\/([^/]*)\.([a-z0-9+-]+)\.standin\.test(.*)$/i.exec(u); return m ? `${m[2]}://${m[1]}${m[3]}` : u; };
const protocol = {
  registerSchemesAsPrivileged(list) { if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready'); for (const s of list) schemes.set(s.scheme, s.privileges || {}); },
  handle(scheme, fn) { handlers.set(scheme, fn); }, unhandle(s) { handlers.delete(s); }, isProtocolHandled: (s) => handlers.has(s),
};
class Session extends EventEmitter { protocol = protocol; setPermissionRequestHandler(f) { this.permissionRequestHandler = f; } setPermissionCheckHandler(f) { this.permissionCheckHandler = f; } webRequest = { onHeadersReceived() { }, onBeforeRequest() { }, onBeforeSendHeaders() { } }; async clearCache() { } async clearStorageData() { } getUserAgent() { return 'standin'; } setSpellCheckerEnabled() { } }
const defaultSession = new Session();

// ---------------------------------------------------------------- webContents, BrowserWindow
let nextId = 1; const allContents = new Map();
class WebContents extends EventEmitter {
  constructor(win, prefs) { super(); this.setMaxListeners(0); this.id = nextId++; this.win = win; this.prefs = prefs; this.session = defaultSession; this.mainFrame = { url: '', processId: 1, routingId: this.id, send: (...a) => this.send(...a) }; this.destroyed = false; this.loading = false; this.zoom = 1; allContents.set(this.id, this); this.attached = this._attach(); this.attached.catch((e) => log('attach', e)); }
  async _attach() {
    const { conn } = await browser.started;
    const w = this.win.bounds;
    const { targetId } = await conn.root.send('Target.createTarget', { url: 'about:blank', width: w.width, height: w.height, newWindow: true });
    this.targetId = targetId;
    const { sessionId } = await conn.root.send('Target.attachToTarget', { targetId, flatten: true });
    const s = this.cdp = conn.session(sessionId);
    const secret = 'sb' + crypto.randomBytes(8).toString('hex'), binding = 'sbsend' + crypto.randomBytes(4).toString('hex');
    s.on('Runtime.executionContextCreated', ({ context }) => { if (context.name === WORLD && context.auxData?.frameId === this.frameId) this.world = context.id; });
    s.on('Runtime.executionContextsCleared', () => { this.world = undefined; });
    s.on('Runtime.bindingCalled', (e) => { if (e.name === binding) this._fromPage(codec.decode(e.payload)); });
    s.on('Runtime.consoleAPICalled', (e) => { const message = e.args.map((a) => a.value ?? a.description ?? '').join(' '); this.emit('console-message', { message, level: e.type, lineNumber: 0, sourceId: '' }, e.type, message, 0, ''); });
    s.on('Runtime.exceptionThrown', (e) => log('page exception', e.exceptionDetails.exception?.description || e.exceptionDetails.text));
    s.on('Page.frameNavigated', ({ frame }) => { if (!frame.parentId) { this.mainFrame.url = toApp(frame.url); this.emit('did-navigate', {}, this.mainFrame.url, 200, ''); } });
    s.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    s.on('Page.loadEventFired', () => { this.loading = false; this.emit('did-finish-load', {}); if (!this.win.shownOnce) { this.win.shownOnce = true; this.win.emit('ready-to-show', {}); } });
    s.on('Page.windowOpen', ({ url }) => { const r = this.openHandler?.({ url: toApp(url), disposition: 'foreground-tab', frameName: '', features: '' }); log('window.open', url, r); });
    s.on('Fetch.requestPaused', (e) => this._intercept(e).catch((x) => { log('intercept', x); s.send('Fetch.failRequest', { requestId: e.requestId, errorReason: 'Failed' }).catch(() => { }); }));
    s.on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    await s.send('Page.enable');
    this.frameId = (await s.send('Page.getFrameTree')).frameTree.frame.id;
    const env = { binding, platform: process.platform, arch: process.arch, versions: { electron: process.versions.electron, node: process.versions.node, chrome: '0' } };
    let preload = '';
    if (this.prefs.preload) preload = fs.readFileSync(this.prefs.preload, 'utf8');
    await s.send('Page.addScriptToEvaluateOnNewDocument', { source: `if (window.top === window) (${mainWorldHalf})(${JSON.stringify(secret)});` });
    await s.send('Runtime.addBinding', { name: binding, executionContextName: WORLD });
    await s.send('Page.addScriptToEvaluateOnNewDocument', { worldName: WORLD, source: `if (window.top === window) (${isolatedHalf})(${JSON.stringify(secret)}, (${makeCodec})(), ${JSON.stringify(env)}, function (require, module, exports, process, global) {\n${preload}\n});\n//# sourceURL=electron/preload` });
    await Promise.all([s.send('Runtime.enable'), s.send('Inspector.enable'), s.send('Fetch.enable', { patterns: [{ urlPattern: 'https://*.standin.test/*' }, { urlPattern: 'http*://*', resourceType: 'Document' }] }), this._media()]);
    browser.conn.root.on('Target.targetDestroyed', (e) => { if (e.targetId === targetId) this._gone(); });
    browser.conn.root.on('Target.targetCreated', ({ targetInfo }) => { if (targetInfo.openerId === targetId) { const r = this.openHandler?.({ url: toApp(targetInfo.url), disposition: 'foreground-tab', frameName: '', features: '' }); if (!this.openHandler || r?.action === 'deny') conn.root.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => { }); } });
    const { windowId } = await conn.root.send('Browser.getWindowForTarget', { targetId });
    await conn.root.send('Browser.setContentsSize', { windowId, width: w.width, height: w.height }).catch((e) => log('setContentsSize', e.message));
    if (this.win.wantShow) await this._show();
  }
  async _show() { await this.cdp.send('Page.bringToFront').catch(() => { }); }
  _media() { const t = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'; return this.cdp?.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: t }] }); }
  async _intercept(e) {
    const s = this.cdp, url = toApp(e.request.url), scheme = url.split(':')[0];
    if (e.resourceType === 'Document' && e.frameId === this.frameId && url !== this.expected) { if (!fire(this, 'will-navigate', url)) return s.send('Fetch.failRequest', { requestId: e.requestId, errorReason: 'Aborted' }); }
    const fn = handlers.get(scheme);
    if (!fn) return s.send('Fetch.continueRequest', { requestId: e.requestId });
    const body = ['GET', 'HEAD'].includes(e.request.method) ? undefined : (e.request.postDataEntries || []).length ? Buffer.concat(e.request.postDataEntries.map((p) => Buffer.from(p.bytes || '', 'base64'))) : e.request.postData;
    const res = await fn(new Request(url, { method: e.request.method, headers: e.request.headers, body }));
    const buf = Buffer.from(await res.arrayBuffer());
    await s.send('Fetch.fulfillRequest', { requestId: e.requestId, responseCode: res.status || 200, responseHeaders: [...res.headers].map(([name, value]) => ({ name, value })), body: buf.toString('base64') });
  }
  _event() { return { sender: this, senderFrame: this.mainFrame, frameId: 1, processId: 1, type: 'frame', reply: (c, ...a) => this.send(c, ...a), ports: [] }; }
  async _fromPage(m) {
    if (m.t === 'send') ipcMain.emit(m.channel, this._event(), ...m.args);
    else if (m.t === 'port') { const end = ends.get(m.portId); end?.postMessage(m.data); }
    else if (m.t === 'preload-error') { this.emit('preload-error', {}, this.prefs.preload, new Error(m.message)); console.error(m.message); }
    else if (m.t === 'invoke') {
      const h = ipcMain.handlers.get(m.channel); let reply;
      try { if (!h) throw new Error(`No handler registered for '${m.channel}'`); reply = { t: 'reply', id: m.id, value: await h(this._event(), ...m.args) }; codec.encode(reply); }
      catch (x) { if (process.env.STANDIN_DEBUG) console.error(x); reply = { t: 'reply', id: m.id, error: `Error invoking remote method '${m.channel}': ${x}` }; }
      this._toPage(reply);
    }
  }
  _toPage(msg) {
    const text = codec.encode(msg);
    const run = () => this.cdp.send('Runtime.evaluate', { expression: `__standinReceive(${JSON.stringify(text)})`, contextId: this.world }).catch((e) => log('toPage', e.message));
    if (this.world) run(); else this.attached.then(() => this.world && run()).catch(() => { });
  }
  send(channel, ...args) { if (this.destroyed) return; this._toPage({ t: 'event', channel, args }); }
  postMessage(channel, message, transfer = []) { const ports = transfer.map((p) => { return p._send((portId, data) => this._toPage({ t: 'port', portId, data })); }); this._toPage({ t: 'event', channel, args: [message], ports }); }
  async loadURL(url) {
    await this.attached; this.loading = true; this.emit('did-start-loading', {}); this.expected = url.replace(/^([a-z]+:\/\/[^/]+)$/, '$1/');
    const loaded = new Promise((r) => this.cdp.once('Page.loadEventFired', r));
    const r = await this.cdp.send('Page.navigate', { url: toReal(url) });
    if (r.errorText) { this.emit('did-fail-load', {}, -2, r.errorText, url, true); throw new Error(`${r.errorText} loading '${url}'`); }
    await loaded;
  }
  loadFile(f, o = {}) { const u = pathToFileURL(path.resolve(state.appPath, f)); if (o.query) for (const k in o.query) u.searchParams.set(k, o.query[k]); if (o.hash) u.hash = o.hash; return this.loadURL(u.href); }
  async executeJavaScript(code) { await this.attached; const r = await this.cdp.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture: true }); if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception?.description || r.exceptionDetails.text); return r.result.value; }
  async capturePage() { const { data } = await this.cdp.send('Page.captureScreenshot', { format: 'png' }); return nativeImage.createFromBuffer(Buffer.from(data, 'base64')); }
  async insertCSS(css) { await this.executeJavaScript(`document.head.append(Object.assign(document.createElement('style'),{textContent:${JSON.stringify(css)}}))`); return 'k'; }
  async printToPDF() { const { data } = await this.cdp.send('Page.printToPDF'); return Buffer.from(data, 'base64'); }
  setWindowOpenHandler(f) { this.openHandler = f; }
  getURL() { return this.mainFrame.url; } getTitle() { return this.win.title; } isLoading() { return this.loading; } isDestroyed() { return this.destroyed; } getOSProcessId() { return process.pid; }
  reload() { this.cdp?.send('Page.reload'); } reloadIgnoringCache() { this.cdp?.send('Page.reload', { ignoreCache: true }); }
  setZoomFactor(z) { this.zoom = z; this.cdp?.send('Emulation.setPageScaleFactor', { pageScaleFactor: z }); } getZoomFactor() { return this.zoom; } setZoomLevel() { } getZoomLevel() { return 0; }
  openDevTools() { } closeDevTools() { } isDevToolsOpened() { return false; } toggleDevTools() { } focus() { } setBackgroundThrottling() { } setVisualZoomLevelLimits() { }
  undo() { } redo() { } cut() { } copy() { } paste() { } selectAll() { }
  getType() { return 'window'; }
  close() { this.win.close(); }
  _gone() { if (this.destroyed) return; this.destroyed = true; allContents.delete(this.id); this.emit('destroyed'); this.win._closed(); }
}
const webContents = { getAllWebContents: () => [...allContents.values()], fromId: (i) => allContents.get(i), fromDevToolsTargetId: (t) => [...allContents.values()].find((w) => w.targetId === t), getFocusedWebContents: () => [...allContents.values()].at(-1) };
const windows = new Set();
class BrowserWindow extends EventEmitter {
  constructor(o = {}) {
    super(); if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.options = o; this.bounds = { x: o.x ?? 0, y: o.y ?? 0, width: o.width ?? 800, height: o.height ?? 600 }; this.title = o.title ?? app.name; this.wantShow = this.visible = o.show !== false; this.dead = false; this.id = nextId;
    const wp = o.webPreferences || {}; if (wp.nodeIntegration || wp.contextIsolation === false || wp.webviewTag) console.error('stand-in: nodeIntegration, contextIsolation:false and webview are not modelled');
    windows.add(this); this.webContents = new WebContents(this, wp); app.emit('browser-window-created', {}, this); app.emit('web-contents-created', {}, this.webContents);
  }
  static getAllWindows() { return [...windows]; } static getFocusedWindow() { return [...windows].findLast((w) => w.visible) ?? null; } static fromWebContents(w) { return w?.win ?? null; } static fromId(i) { return [...windows].find((w) => w.id === i) ?? null; }
  loadURL(u) { return this.webContents.loadURL(u); } loadFile(f, o) { return this.webContents.loadFile(f, o); }
  async _tryClose() { if (this.dead) return; await this.webContents.attached.catch(() => { }); if (!fire(this, 'close')) return; await browser.conn.root.send('Target.closeTarget', { targetId: this.webContents.targetId }).catch(() => { }); this.webContents._gone(); }
  close() { this._tryClose(); } destroy() { browser.conn.root.send('Target.closeTarget', { targetId: this.webContents.targetId }).catch(() => { }); this.webContents._gone(); }
  _closed() { if (this.dead) return; this.dead = true; windows.delete(this); this.emit('closed'); app._windowGone(); }
  isDestroyed() { return this.dead; } show() { this.visible = true; this.wantShow = true; if (this.webContents.cdp) this.webContents._show(); this.emit('show'); } hide() { this.visible = false; this.emit('hide'); } isVisible() { return this.visible; } focus() { this.emit('focus'); } blur() { } isFocused() { return this.visible; } showInactive() { this.show(); }
  getBounds() { return { ...this.bounds }; } getContentBounds() { return { ...this.bounds }; } getNormalBounds() { return { ...this.bounds }; } getSize() { return [this.bounds.width, this.bounds.height]; } getContentSize() { return this.getSize(); } getPosition() { return [this.bounds.x, this.bounds.y]; }
  setBounds(b) { Object.assign(this.bounds, b); this.webContents.attached.then(() => this.webContents.cdp.send('Emulation.setDeviceMetricsOverride', { width: this.bounds.width, height: this.bounds.height, deviceScaleFactor: 0, mobile: false })).then(() => this.emit('resize')); } setSize(width, height) { this.setBounds({ width, height }); } setContentSize(w, h) { this.setSize(w, h); }
  setTitle(t) { this.title = t; } getTitle() { return this.title; } maximize() { this.max = true; this.emit('maximize'); } unmaximize() { this.max = false; this.emit('unmaximize'); } isMaximized() { return !!this.max; } minimize() { } restore() { } isMinimized() { return false; } setFullScreen(f) { this.full = f; } isFullScreen() { return !!this.full; }
  setMenu() { } removeMenu() { } setMenuBarVisibility() { } setAutoHideMenuBar() { } setProgressBar(v) { this.progress = v; } setDocumentEdited(v) { this.edited = v; } isDocumentEdited() { return !!this.edited; } setRepresentedFilename() { } setBackgroundColor() { } setIcon() { } setMinimumSize() { } center() { } moveTop() { } flashFrame() { } setTitleBarOverlay() { } setAlwaysOnTop() { } capturePage() { return this.webContents.capturePage(); }
}

// ---------------------------------------------------------------- utilityProcess
const utilities = new Set();
const utilityProcess = {
  fork(modulePath, args = [], opts = {}) {
    const em = new EventEmitter(); const queue = []; const live = new Map();
    const child = childProcess.fork(path.join(__dirname, 'utility.cjs'), [modulePath, ...args], { execArgv: opts.execArgv || [], env: { ...(opts.env || process.env) }, cwd: opts.cwd, serialization: 'advanced', stdio: opts.stdio === 'pipe' ? 'pipe' : opts.stdio === 'ignore' ? 'ignore' : 'inherit', silent: false });
    utilities.add(child); em.stdout = child.stdout; em.stderr = child.stderr;
    child.on('spawn', () => { em.pid = child.pid; em.emit('spawn'); });
    child.on('exit', (c) => { utilities.delete(child); em.pid = undefined; em.emit('exit', c ?? 1); });
    child.on('message', (m) => { if (m.t === 'msg') em.emit('message', m.data); else if (m.t === 'port') ends.get(m.portId)?.postMessage(m.data); });
    em.postMessage = (data, transfer = []) => { const ports = transfer.map((p) => { return p._send((portId, data) => child.connected && child.send({ t: 'port', portId, data })); }); if (child.connected) child.send({ t: 'msg', data, ports }); };
    em.kill = () => child.kill();
    return em;
  },
};

// ---------------------------------------------------------------- the rest
const dialog = { showOpenDialog: async () => ({ canceled: true, filePaths: [] }), showSaveDialog: async () => ({ canceled: true, filePath: '' }), showMessageBox: async () => ({ response: 0, checkboxChecked: false }), showErrorBox: (t, c) => console.error(`[dialog] ${t}: ${c}`), showOpenDialogSync: () => undefined, showSaveDialogSync: () => '', showMessageBoxSync: () => 0 };
class MenuItem { constructor(o) { Object.assign(this, { enabled: true, visible: true, checked: false, type: o.submenu ? 'submenu' : 'normal' }, o); if (o.label === undefined && o.role) this.label = o.role; if (Array.isArray(o.submenu)) this.submenu = Menu.buildFromTemplate(o.submenu); const click = o.click; this.click = (ev, win) => { if (this.type === 'checkbox') this.checked = !this.checked; click?.(this, win ?? BrowserWindow.getFocusedWindow() ?? undefined, ev ?? {}); }; } }
class Menu { items = []; static app = null; static setApplicationMenu(m) { Menu.app = m; } static getApplicationMenu() { return Menu.app; } static buildFromTemplate(t) { const m = new Menu(); m.items = t.map((i) => i instanceof MenuItem ? i : new MenuItem(i)); return m; } append(i) { this.items.push(i); } insert(n, i) { this.items.splice(n, 0, i); } popup(o) { Menu.lastPopup = this; o?.callback?.(); } closePopup() { } getMenuItemById(id) { for (const i of this.items) { if (i.id === id) return i; const s = i.submenu?.getMenuItemById(id); if (s) return s; } return null; } }
class NativeTheme extends EventEmitter { #src = 'system'; get themeSource() { return this.#src; } set themeSource(v) { this.#src = v; for (const w of allContents.values()) w._media(); this.emit('updated'); } get shouldUseDarkColors() { return this.#src === 'dark'; } shouldUseHighContrastColors = false; }
const nativeTheme = new NativeTheme();
const shell = { opened: [], openExternal: async (u) => { shell.opened.push(u); }, openPath: async (p) => { shell.opened.push(p); return ''; }, showItemInFolder: (p) => shell.opened.push(p), trashItem: async (p) => fs.promises.rm(p, { recursive: true }), beep() { } };
class ClipboardItem { constructor(items) { this.items = items; this.types = Object.keys(items); } async getType(t) { return this.items[t]; } }
let clip = ''; const clipboard = { written: [], write: async (items) => { clipboard.written = items; },  readText: () => clip, writeText: (t) => { clip = t; }, clear: () => { clip = ''; }, readImage: () => nativeImage.createEmpty(), writeImage() { }, availableFormats: () => clip ? ['text/plain'] : [] };
class NativeImage { constructor(b) { this.b = b || Buffer.alloc(0); } toPNG() { return this.b; } isEmpty() { return !this.b.length; } getSize() { return this.b.length > 24 ? { width: this.b.readUInt32BE(16), height: this.b.readUInt32BE(20) } : { width: 0, height: 0 }; } toDataURL() { return 'data:image/png;base64,' + this.b.toString('base64'); } resize() { return this; } }
const nativeImage = { createEmpty: () => new NativeImage(), createFromBuffer: (b) => new NativeImage(b), createFromPath: (p) => new NativeImage(fs.existsSync(p) ? fs.readFileSync(p) : undefined) };
const display = { id: 1, scaleFactor: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 }, workArea: { x: 0, y: 0, width: 1920, height: 1040 }, workAreaSize: { width: 1920, height: 1040 }, size: { width: 1920, height: 1080 } };
const screen = Object.assign(new EventEmitter(), { getPrimaryDisplay: () => display, getAllDisplays: () => [display], getDisplayMatching: () => display, getDisplayNearestPoint: () => display, getCursorScreenPoint: () => ({ x: 0, y: 0 }) });
const net = { fetch: (u, o) => String(u).startsWith('file:') ? fileResponse(String(u)) : fetch(u, o), isOnline: () => false };
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.wasm': 'application/wasm', '.woff2': 'font/woff2', '.map': 'application/json' };
async function fileResponse(u) { const p = require('node:url').fileURLToPath(u); return new Response(await fs.promises.readFile(p), { headers: { 'content-type': TYPES[path.extname(p)] || 'application/octet-stream' } }); }
const safeStorage = { isEncryptionAvailable: () => true, encryptString: (s) => Buffer.from('x' + s), decryptString: (b) => b.toString().slice(1) };

browser = { started: undefined, kill() { } };
function start({ appPath, pkg }) {
  state = { appPath, pkg }; app.name = pkg.productName || pkg.name || 'Electron';
  setImmediate(() => { // let the entry register schemes and switches first
    const extra = app.commandLine.switches.filter((s) => /^--(lang|force-device-scale-factor|window-size)/.test(s));
    browser.started = launchChromium(extra).then(async (b) => {
      Object.assign(browser, b); await b.conn.root.send('Target.setDiscoverTargets', { discover: true });
      b.conn.on('close', () => process.exit(1));
      process.stderr.write(`\nDevTools listening on ${b.url}\n`); return b;
    });
    browser.started.then(() => app._ready(), (e) => { console.error(e); process.exit(1); });
  });
}
for (const s of ['SIGTERM', 'SIGINT']) process.on(s, () => app.quit());
process.on('uncaughtException', (e) => { console.error('A JavaScript error occurred in the main process\n', e); app.exit(1); });

// One by one, so that ES modules can import them by name. What is missing here fails loudly, as it should.
exports.app = app;
exports.BrowserWindow = BrowserWindow;
exports.BaseWindow = BrowserWindow;
exports.webContents = webContents;
exports.ipcMain = ipcMain;
exports.MessageChannelMain = MessageChannelMain;
exports.protocol = protocol;
exports.session = { defaultSession, fromPartition: () => defaultSession };
exports.dialog = dialog;
exports.Menu = Menu;
exports.MenuItem = MenuItem;
exports.shell = shell;
exports.clipboard = clipboard;
exports.nativeTheme = nativeTheme;
exports.nativeImage = nativeImage;
exports.screen = screen;
exports.net = net;
exports.safeStorage = safeStorage;
exports.utilityProcess = utilityProcess;
exports.powerMonitor = new EventEmitter();
exports.powerSaveBlocker = { start: () => 1, stop() { } };
exports.crashReporter = { start() { } };
exports.Notification = class extends EventEmitter { static isSupported() { return false; } show() { } close() { } };
exports.Tray = class extends EventEmitter { setToolTip() { } setContextMenu() { } destroy() { } };
exports.globalShortcut = { register: () => true, unregisterAll() { }, unregister() { } };
exports.autoUpdater = new EventEmitter();
exports.__start = start;
exports.ClipboardItem = ClipboardItem;
