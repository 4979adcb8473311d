import { isForm, type SidePanel } from '../studio/layout.ts'
import type { Ungrouped } from '../studio/studio.ts'
import { inGroup, onDocument } from './command.ts'

const panel = (id: SidePanel, name: string, ...keys: readonly string[]): Ungrouped => ({
  id: `view.${id}`,
  title: `Show or hide the ${name}`,
  keys,
  run: ({ layout }) => layout.toggleSide(id),
})

export const viewCommands = [
  ...inGroup('View', [
    {
      id: 'view.palette',
      title: 'Open the command palette',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      always: true,
      run: ({ layout }) => layout.open({ kind: 'palette' }),
    },
    onDocument({
      id: 'view.fit',
      title: 'Fit the view to the selected nodes, or to all',
      keys: ['.'],
      run({ canvas }, document) {
        const { nodes } = document.read().selection
        canvas.current?.fit(nodes.size > 0 ? nodes : undefined)
      },
    }),
    onDocument({
      id: 'view.result',
      title: 'Show the result large',
      keys: ['Alt+.'],
      run: ({ canvas }) => canvas.current?.showResult(),
    }),
    {
      id: 'view.focus',
      title: 'Hide or show all panels',
      keys: ['Ctrl+\\', 'F'],
      always: true,
      run: ({ layout }) => layout.toggleFocus(),
    },
    {
      id: 'view.lock',
      title: 'Lock or unlock the canvas',
      run: ({ layout }) => layout.toggleLock(),
    },
    {
      id: 'view.zoom-in',
      title: 'Zoom in',
      keys: ['Alt+=', 'Alt++', 'Ctrl+=', 'Ctrl++'],
      run: ({ canvas }) => canvas.current?.zoom(1.2),
    },
    {
      id: 'view.zoom-out',
      title: 'Zoom out',
      keys: ['Alt+-', 'Ctrl+-'],
      run: ({ canvas }) => canvas.current?.zoom(1 / 1.2),
    },
    {
      id: 'view.zoom-reset',
      title: 'Zoom to 100 %',
      keys: ['Ctrl+0'],
      run: ({ canvas }) => canvas.current?.resetZoom(),
    },
    {
      ...panel('nodes', 'node library', 'N'),
      // Nodes are placed in the graph, so a form is switched to it.
      run({ layout }, document) {
        if (document && isForm(document.read(), layout.store.getState().seenAs)) {
          layout.see(document.id, 'graph')
          layout.showSide('nodes')
        } else layout.toggleSide('nodes')
      },
    },
    panel('models', 'model files', 'M'),
    panel('workflows', 'workflows', 'W'),
    panel('queue', 'queue', 'Q'),
    panel('gallery', 'gallery', 'G', 'A'),
    panel('history', 'history', 'H'),
    { ...panel('log', 'log of the engine', 'Ctrl+`'), always: true },
    {
      id: 'view.results',
      title: 'Show or hide the viewer of results',
      keys: ['V'],
      run({ layout }, document) {
        const { seenAs } = layout.store.getState()
        layout.toggleResults(document && isForm(document.read(), seenAs) ? 'resultsBesideForm' : 'results')
      },
    },
    {
      id: 'view.inspector',
      title: 'Show or hide the inspector',
      keys: ['I'],
      run: ({ layout }) => layout.toggleInspector(),
    },
    onDocument({
      id: 'view.form',
      title: 'Switch between graph and form',
      keys: ['Alt+A', 'Ctrl+Shift+A'],
      always: true,
      run({ layout }, document) {
        layout.see(document.id, isForm(document.read(), layout.store.getState().seenAs) ? 'graph' : 'form')
      },
    }),
    onDocument({
      id: 'view.edit-node',
      title: 'Edit the selected node: its values and sockets',
      keys: ['Enter'],
      isOnCanvas: true,
      run(studio, shown) {
        if (studio.nodeViews.some(view => view.open?.(studio, shown)) || studio.canvas.current?.enter()) return
        studio.layout.store.setState({ inspector: true })
        // The inspector may not be on the page yet.
        requestAnimationFrame(() =>
          document
            .querySelector<HTMLElement>(
              '[aria-label=Inspector] > :not(header) :is(input, textarea, button:not([aria-pressed]))',
            )
            ?.focus(),
        )
      },
    }),
    {
      id: 'view.canvas',
      title: 'Go to the canvas',
      keys: ['Escape', 'F6'],
      enabled: ({ canvas }) => canvas.current !== null,
      run: ({ canvas }) => canvas.current?.focus(),
    },
    {
      id: 'view.minimap',
      title: 'Show or hide the minimap',
      keys: ['Alt+M'],
      run: studio => studio.set({ minimap: !studio.settings.getState().minimap }),
    },
    {
      id: 'view.theme',
      title: 'Switch between the light and the dark theme',
      run: studio => studio.set({ theme: document.documentElement.dataset.theme === 'light' ? 'dark' : 'light' }),
    },
    {
      id: 'view.refresh',
      title: 'Refresh the lists of model files',
      keys: ['R'],
      run: studio => studio.refreshFiles(),
    },
    {
      id: 'settings.open',
      title: 'Open the settings',
      keys: ['Ctrl+,'],
      always: true,
      run: ({ layout }) => layout.open({ kind: 'settings' }),
    },
    {
      id: 'settings.folders',
      title: 'Set the model folders',
      run: ({ layout }) => layout.open({ kind: 'settings', section: 'folders' }),
    },
  ]),
  ...inGroup('Help', [
    {
      id: 'help.shortcuts',
      title: 'Show the keyboard shortcuts',
      keys: ['?', 'F1', 'Ctrl+Shift+K'],
      run: ({ layout }) => layout.open({ kind: 'shortcuts' }),
    },
    {
      id: 'help.real-models',
      title: 'Get a real model: files, folders and their cost',
      run: ({ layout }) => layout.open({ kind: 'real-models' }),
    },
    {
      id: 'help.welcome',
      title: 'Show the welcome page',
      run: ({ layout }) => layout.open({ kind: 'welcome' }),
    },
  ]),
]
