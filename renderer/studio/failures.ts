import type { Studio } from './studio.ts'

/** Marks a document whose run fails behind another one, and reports it by name. Hears a run after its view is up to date. */
export function followFailures({ api, documents, failures, notices, runs }: Studio): void {
  api.on('run', ({ run, event }) => {
    if (event.kind !== 'run-end' || event.status !== 'failed') return
    const [id, view] = Object.entries(runs.store.getState().views).find(([, view]) => view.run === run) ?? []
    const document = id === undefined ? undefined : documents.find(id)
    if (!document || document.id === documents.store.getState().active) return
    failures.setState(({ unseen }) => ({ unseen: new Set(unseen).add(document.id) }))
    const why = view?.errors[0]?.message ?? 'No error was reported.'
    notices.report('bad', `The run of ${document.read().title} failed: ${why}`, {
      title: 'Show the workflow',
      run: document.show,
    })
  })
  documents.store.subscribe(({ active }) => {
    const { unseen } = failures.getState()
    if (active !== null && unseen.has(active))
      failures.setState({ unseen: new Set([...unseen].filter(id => id !== active)) })
  })
}
