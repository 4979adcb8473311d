import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { type Choice, ChoiceList } from '../widgets/choice-list.tsx'

interface Props {
  readonly label: string
  readonly choices: readonly Choice[]
  readonly selected: string
  onChoose(id: string): void
}

/** A button with what is chosen, and the list behind it. */
export function Picker({ label, choices, selected, onChoose }: Props) {
  const [isOpen, setOpen] = useState(false)
  const title = choices.find(({ id }) => id === selected)?.title ?? selected
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="input" aria-label={`${label}: ${title}`}>
        <span className="name">{title}</span>
        <ChevronDown />
      </Button>
      <Popover className="popover choices" placement="bottom start">
        <Dialog aria-label={label}>
          <ChoiceList
            label={label}
            choices={choices}
            selected={selected}
            empty="Nothing to choose."
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
