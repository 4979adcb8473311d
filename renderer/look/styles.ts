/**
 * The styles that several components share. What is imported later wins where two classes say different things, so a
 * component imports these before its own.
 */
export { default as buttons } from './buttons.module.css'
export { default as dialogs } from './dialogs.module.css'
export { default as fields } from './fields.module.css'
export { default as floating } from './floating.module.css'
export { default as flow } from './flow.module.css'
export { default as lists } from './lists.module.css'
export { default as panels } from './panels.module.css'
export { default as texts } from './texts.module.css'
