import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { floating, flow } from '../../look/styles.ts'
import { type Choice, ChoiceList } from './choice-list.tsx'
import css from './picker.module.css'

interface Props {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly selected: string | null
  /** Shown when there is nothing to select. */
  readonly empty: string
  readonly isDisabled?: boolean
  onChoose(id: string): void
}

/** A button that shows what is selected and opens a list with a search field. A value that is not in the list is marked. */
export function Picker({ label, choices, selected, empty, isDisabled = false, onChoose }: Props) {
  const [isOpen, setOpen] = useState(false)
  const found = choices.find(({ id }) => id === selected)
  const title = found?.title ?? selected ?? 'Choose…'
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className={css.picked} aria-label={`${label}: ${title}`} isDisabled={isDisabled}>
        <span className={selected === null || found ? flow.name : `${flow.name} ${css.missing}`}>{title}</span>
        <ChevronDown />
      </Button>
      <Popover className={`${floating.popover} ${css.choices}`} placement="bottom start">
        <Dialog aria-label={label}>
          <ChoiceList
            label={label}
            choices={choices}
            selected={selected}
            empty={empty}
            onChoose={id => {
              onChoose(id)
              setOpen(false)
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
