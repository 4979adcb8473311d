import { type Command, hasDocument, selectedIds } from './command.ts'
import { startRun } from './live/start-run.ts'

export const runCommands: readonly Command[] = [
  {
    id: 'run.run',
    title: 'Run',
    group: 'Run',
    keys: ['Ctrl+Enter'],
    always: true,
    enabled: hasDocument,
    run: studio => startRun(studio),
  },
  {
    id: 'run.front',
    title: 'Run before everything that waits',
    group: 'Run',
    keys: ['Ctrl+Shift+Enter'],
    always: true,
    enabled: hasDocument,
    run: studio => startRun(studio, { front: true }),
  },
  {
    id: 'run.selected',
    title: 'Run up to the selected nodes',
    group: 'Run',
    keys: ['Alt+Enter'],
    enabled: studio => selectedIds(studio).length > 0,
    run: studio => startRun(studio, { targets: selectedIds(studio).map(String) }),
  },
  {
    id: 'run.interrupt',
    title: 'Stop the run',
    group: 'Run',
    keys: ['Ctrl+Alt+Enter'],
    always: true,
    enabled: ({ runs }) => runs.store.getState().queue.some(({ state }) => state === 'running'),
    run({ api, runs }) {
      const running = runs.store.getState().queue.find(({ state }) => state === 'running')
      return running && api.request('run:cancel', running.id)
    },
  },
  {
    id: 'run.clear-queue',
    title: 'Clear the queue',
    group: 'Run',
    enabled: ({ runs }) => runs.store.getState().queue.some(({ state }) => state === 'waiting'),
    run: ({ api }) => api.request('queue:clear'),
  },
  {
    id: 'run.live',
    title: 'Live: run after every change',
    group: 'Run',
    keys: ['Alt+L'],
    run: ({ layout }) => layout.toggleLive(),
  },
]
