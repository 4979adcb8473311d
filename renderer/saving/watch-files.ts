import type { Studio } from '../studio/studio.ts'

/**
 * Notices when another program changes or deletes the file of a tab: when the window gets the focus, when the program says so,
 * and when a file is opened or saved. @returns ends it
 */
export function watchFiles({ api, documents }: Studio): () => void {
  const withFiles = () => documents.store.getState().documents.filter(({ path }) => path !== null)
  const pathsOf = () => withFiles().map(({ path }) => path!)

  async function check(): Promise<void> {
    const asked = new Map(withFiles().map(({ id, version }) => [id, version]))
    if (asked.size === 0) return
    const found = await api.request('workflow:check', pathsOf())
    for (const { id, path, version } of withFiles()) {
      const file = found?.find(file => file.path === path)
      // What was saved meanwhile is newer than this answer.
      if (file && asked.get(id) === version) documents.find(id)?.noteFile(file.version)
    }
  }
  // When the program does not answer, the next focus asks again.
  const look = () => void check().catch(() => {})

  let paths = ''
  const lookAtNew = () => {
    const now = pathsOf().join('\n')
    if (now === paths) return
    paths = now
    look()
  }
  window.addEventListener('focus', look)
  const ends = [api.on('workflows', look), documents.store.subscribe(lookAtNew)]
  lookAtNew()
  return () => {
    window.removeEventListener('focus', look)
    for (const end of ends) end()
  }
}
