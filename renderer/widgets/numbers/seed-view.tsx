import { Dices } from 'lucide-react'
import { isSeed, type SeedControl, type SeedWidget } from '../../../graph/widgets/seed.ts'
import { drawPair } from '../../canvas/cards/draw-row.ts'
import { IconButton, Segments } from '../../look/controls.tsx'
import { fields, flow, texts } from '../../look/styles.ts'
import { ChoiceList } from '../choices/choice-list.tsx'
import type { WidgetHandle } from '../use-widget.ts'
import type { CardRow, WidgetView } from '../widget-view.ts'
import { NumberField } from './number-field.tsx'
import { draggedSeed } from './number-values.ts'
import css from './seed-view.module.css'

const controls: readonly (readonly [SeedControl, string])[] = [
  ['fixed', 'Keep'],
  ['increment', '+1'],
  ['decrement', '−1'],
  ['randomize', 'Random'],
]

/** A seed, and how it changes after a run where it has that control. */
function SeedField({ widget }: { readonly widget: WidgetHandle<SeedWidget> }) {
  return (
    <div className={fields.stack}>
      <div className={flow.tight}>
        <NumberField widget={widget} />
        <IconButton
          icon={Dices}
          label="New random seed"
          isDisabled={widget.wired}
          onPress={() => widget.set(Math.floor(Math.random() * 2 ** 50))}
        />
      </div>
      {isSeed(widget.port) && (
        <div className={flow.tight}>
          <span className={`${texts.faint} ${css.after}`}>after a run</span>
          <Segments
            label="After a run"
            options={controls}
            value={widget.control ?? 'randomize'}
            onChange={widget.setControl}
          />
        </div>
      )}
    </div>
  )
}

const rows: readonly CardRow<SeedWidget>[] = [
  {
    part: 'value',
    draw: (brush, { label, value }) => drawPair(brush, label, String(value ?? '')),
    dragged: ({ port, value }, drag) => draggedSeed(port, BigInt((value as number | bigint) ?? port.default), drag),
    editor: {
      shape: 'field',
      Body: ({ widget, onClose }) => <NumberField widget={widget} autoFocus onDone={onClose} />,
    },
  },
  {
    part: 'control',
    draw: (brush, { control }) => drawPair(brush, 'after run', control ?? 'randomize'),
    editor: {
      shape: 'list',
      Body: ({ widget, onClose }) => (
        <ChoiceList
          label="After a run"
          choices={controls.map(([id, title]) => ({ id, title }))}
          selected={widget.control ?? 'randomize'}
          empty=""
          onChoose={id => {
            widget.setControl(id as SeedControl)
            onClose()
          }}
        />
      ),
    },
  },
]

export const seedView: WidgetView<SeedWidget> = {
  Control: SeedField,
  rows: widget => (isSeed(widget) ? rows : rows.slice(0, 1)),
}
