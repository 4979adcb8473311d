import { openDrawing } from '../drawing/open-drawing.ts'
import { isForm, type SidePanel } from '../studio/layout.ts'
import { type Command, onDocument } from './command.ts'

const panel = (id: SidePanel, title: string, key: string): Command => ({
  id: `view.${id}`,
  title,
  group: 'View',
  keys: [key],
  run: ({ layout }) => layout.toggleSide(id),
})

export const viewCommands: readonly Command[] = [
  {
    id: 'view.palette',
    title: 'Command palette',
    group: 'View',
    keys: ['Ctrl+K', 'Ctrl+Shift+P'],
    always: true,
    run: ({ layout }) => layout.open({ kind: 'palette' }),
  },
  onDocument({
    id: 'view.fit',
    title: 'Fit view',
    group: 'View',
    keys: ['.'],
    run({ canvas }, document) {
      const { nodes } = document.read().selection
      canvas.current?.fit(nodes.size > 0 ? nodes : undefined)
    },
  }),
  {
    id: 'view.zoom-in',
    title: 'Zoom in',
    group: 'View',
    keys: ['Alt+=', 'Ctrl+=', 'Ctrl++'],
    run: ({ canvas }) => canvas.current?.zoom(1.2),
  },
  {
    id: 'view.zoom-out',
    title: 'Zoom out',
    group: 'View',
    keys: ['Alt+-', 'Ctrl+-'],
    run: ({ canvas }) => canvas.current?.zoom(1 / 1.2),
  },
  {
    id: 'view.zoom-reset',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['Ctrl+0'],
    run: ({ canvas }) => canvas.current?.resetZoom(),
  },
  {
    ...panel('nodes', 'Node library', 'N'),
    // Nodes are placed in a graph: a form gives way to it.
    run({ layout }, document) {
      if (document && isForm(document.read(), layout.store.getState().seenAs)) {
        layout.see(document.id, 'graph')
        layout.showSide('nodes')
      } else layout.toggleSide('nodes')
    },
  },
  panel('models', 'Models', 'M'),
  panel('workflows', 'Workflows', 'W'),
  panel('queue', 'Queue', 'Q'),
  panel('history', 'History', 'H'),
  {
    id: 'view.inspector',
    title: 'Inspector',
    group: 'View',
    keys: ['I'],
    run: ({ layout }) => layout.toggleInspector(),
  },
  onDocument({
    id: 'view.form',
    title: 'Switch between graph and form',
    group: 'View',
    keys: ['Alt+A'],
    always: true,
    run({ layout }, document) {
      layout.see(document.id, isForm(document.read(), layout.store.getState().seenAs) ? 'graph' : 'form')
    },
  }),
  onDocument({
    id: 'view.edit-node',
    title: 'Go to the selected node’s settings, or draw on it',
    group: 'View',
    keys: ['Enter'],
    run(studio, shown) {
      if (openDrawing(studio, shown)) return
      studio.layout.store.setState({ inspector: true })
      // It may have to be drawn first.
      requestAnimationFrame(() =>
        document
          .querySelector<HTMLElement>('[aria-label=Inspector] > :not(header) :is(input, textarea, button)')
          ?.focus(),
      )
    },
  }),
  {
    id: 'view.minimap',
    title: 'Minimap',
    group: 'View',
    run: studio => studio.set({ minimap: !studio.settings.getState().minimap }),
  },
  {
    id: 'view.theme',
    title: 'Switch between light and dark',
    group: 'View',
    run: studio => studio.set({ theme: document.documentElement.dataset.theme === 'light' ? 'dark' : 'light' }),
  },
  {
    id: 'view.refresh',
    title: 'Look for new model files',
    group: 'View',
    keys: ['R'],
    run: studio => studio.refreshFiles(),
  },
  {
    id: 'settings.open',
    title: 'Settings',
    group: 'View',
    keys: ['Ctrl+,'],
    always: true,
    run: ({ layout }) => layout.open({ kind: 'settings' }),
  },
  {
    id: 'settings.folders',
    title: 'Settings: folders of models',
    group: 'View',
    run: ({ layout }) => layout.open({ kind: 'settings', section: 'folders' }),
  },
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keys: ['?', 'F1'],
    run: ({ layout }) => layout.open({ kind: 'shortcuts' }),
  },
  { id: 'help.welcome', title: 'Welcome', group: 'Help', run: ({ layout }) => layout.open({ kind: 'welcome' }) },
]
