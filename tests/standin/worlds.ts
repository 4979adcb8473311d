import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createClone } from './clone.ts'
import type { Session } from './devtools.ts'
import { pageWorld } from './page-world.ts'
import { preloadWorld } from './preload-world.ts'

/** The world of a page in which the preload runs. */
export const isolated = 'Electron Isolated Context'

/** A name that no page can guess. */
export const secretName = (kind: string): string => `${kind}${randomBytes(6).toString('hex')}`

/**
 * Puts both halves of the bridge into every document that the page will load, the preload in a real isolated world.
 *
 * @param binding  the function by which that world, and no other, speaks to the main process
 */
export async function addWorlds(session: Session, preload: string, binding: string): Promise<void> {
  const secret = JSON.stringify(secretName('bridge'))
  const script = `function (require, module, exports) {\n${readFileSync(preload, 'utf8')}\n}`
  const inMainFrame = (source: string) => `if (window.top === window) ${source}`
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: inMainFrame(`(${pageWorld})(${secret})`) })
  await session.send('Runtime.addBinding', { name: binding, executionContextName: isolated })
  await session.send('Page.addScriptToEvaluateOnNewDocument', {
    worldName: isolated,
    source: inMainFrame(`(${preloadWorld})(${secret}, '${binding}', (${createClone})(), ${script})`),
  })
  await Promise.all([
    session.send('Runtime.enable'),
    session.send('Inspector.enable'),
    session.send('Fetch.enable', {
      patterns: [{ urlPattern: 'https://*.standin.test/*' }, { urlPattern: '*', resourceType: 'Document' }],
    }),
  ])
}
