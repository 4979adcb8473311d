import { type LucideIcon, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Button,
  type ButtonProps,
  Input,
  SearchField,
  type SearchFieldProps,
  Switch,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import { buttons, fields } from './styles.ts'

interface SegmentsProps<T extends string> {
  readonly label: string
  readonly options: readonly (readonly [id: T, title: string])[]
  readonly value: T
  onChange(value: T): void
}

/** One of a few, side by side. */
export const Segments = <T extends string>({ label, options, value, onChange }: SegmentsProps<T>) => (
  <ToggleButtonGroup
    className={fields.segments}
    aria-label={label}
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[value]}
    onSelectionChange={keys => onChange([...keys][0] as T)}
  >
    {options.map(([id, title]) => (
      <ToggleButton key={id} id={id}>
        {title}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)

interface ToggleProps {
  readonly isOn: boolean
  readonly isDisabled?: boolean
  readonly children: ReactNode
  onChange(isOn: boolean): void
}

/** On or off. */
export const Toggle = ({ isOn, isDisabled = false, children, onChange }: ToggleProps) => (
  <Switch className={fields.switch} isSelected={isOn} isDisabled={isDisabled} onChange={onChange}>
    <i className={fields.knob} />
    {children}
  </Switch>
)

/** Where one types what is looked for. */
export const SearchBox = ({ placeholder, ...props }: SearchFieldProps & { readonly placeholder: string }) => (
  <SearchField className={fields.search} {...props}>
    <Search />
    <Input placeholder={placeholder} />
  </SearchField>
)

interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'children' | 'className'> {
  readonly icon: LucideIcon
  /** Its name; only the icon is shown. */
  readonly label: string
  /** A class of its own. */
  readonly className?: string | undefined
}

/** A button that shows an icon. */
export const IconButton = ({ icon: Icon, label, className = '', ...props }: IconButtonProps) => (
  <Button className={`${buttons.icon} ${className}`} aria-label={label} {...props}>
    <Icon />
  </Button>
)
