import { hasSelection, inGroup, onDocument, selectedIds } from './command.ts'

export const runCommands = inGroup('Run', [
  onDocument({
    id: 'run.run',
    title: 'Run',
    keys: ['Ctrl+Enter'],
    always: true,
    async run({ layout }, document) {
      // One after the other: each run advances the seeds for the next one.
      for (let left = layout.store.getState().batch; left > 0; left--) if ((await document.run()) === null) return
    },
  }),
  onDocument({
    id: 'run.front',
    title: 'Run at the front of the queue',
    keys: ['Ctrl+Shift+Enter'],
    always: true,
    run: (_, document) => document.run({ front: true }),
  }),
  onDocument({
    id: 'run.selected',
    title: 'Run up to the selected nodes',
    keys: ['Alt+Enter'],
    enabled: hasSelection,
    run: (_, document) => document.run({ targets: selectedIds(document).map(String) }),
  }),
  {
    id: 'run.interrupt',
    title: 'Cancel the current run',
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
    enabled: ({ runs }) => runs.store.getState().queue.some(({ state }) => state !== 'running'),
    run: ({ api }) => api.request('queue:clear'),
  },
  {
    id: 'run.continue',
    title: 'Continue the runs from last time',
    enabled: ({ runs }) => runs.store.getState().queue.some(({ state }) => state === 'held'),
    run: ({ api }) => api.request('queue:continue'),
  },
  {
    id: 'run.live',
    title: 'Turn live mode on or off: run after every change',
    keys: ['Alt+L'],
    run: ({ layout }) => layout.toggleLive(),
  },
])
