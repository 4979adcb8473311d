import { Dices } from 'lucide-react'
import { Button, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import type { SeedControl } from '../../../graph/widgets/seed.ts'
import { buttons, fields, flow, texts } from '../../look/styles.ts'
import type { WidgetHandle } from '../use-widget.ts'
import { NumberField } from './number-field.tsx'
import css from './seed-field.module.css'

export const seedControls: readonly (readonly [SeedControl, string])[] = [
  ['fixed', 'Keep'],
  ['increment', '+1'],
  ['decrement', '−1'],
  ['randomize', 'Random'],
]

/** A seed, and how it changes after a run. */
export function SeedField({ widget }: { readonly widget: WidgetHandle }) {
  return (
    <div className={fields.stack}>
      <div className={flow.tight}>
        <NumberField widget={widget} />
        <Button
          className={buttons.icon}
          aria-label="New random seed"
          isDisabled={widget.wired}
          onPress={() => widget.set(Math.floor(Math.random() * 2 ** 50))}
        >
          <Dices />
        </Button>
      </div>
      <div className={flow.tight}>
        <span className={`${texts.faint} ${css.after}`}>after a run</span>
        <ToggleButtonGroup
          className={fields.segments}
          aria-label="After a run"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[widget.control ?? 'randomize']}
          onSelectionChange={keys => widget.setControl([...keys][0] as SeedControl)}
        >
          {seedControls.map(([id, title]) => (
            <ToggleButton key={id} id={id}>
              {title}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </div>
    </div>
  )
}
