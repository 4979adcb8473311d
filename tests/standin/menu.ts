import type { MenuItemConstructorOptions } from 'electron'

/** `Menu`: what can be asked of one without a screen. Nobody sees it; a test clicks its items by their ids. */
export class Menu {
  static #application: Menu | null = null
  readonly items: MenuItem[]

  constructor(items: MenuItem[]) {
    this.items = items
  }

  static buildFromTemplate = (template: readonly MenuItemConstructorOptions[]): Menu =>
    new Menu(template.map(options => new MenuItem(options)))

  static setApplicationMenu = (menu: Menu | null): void => {
    Menu.#application = menu
  }
  static getApplicationMenu = (): Menu | null => Menu.#application

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}

class MenuItem {
  readonly id: string | undefined
  readonly label: string | undefined
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  readonly click: () => void

  constructor({ id, label, role, accelerator, submenu, click }: MenuItemConstructorOptions) {
    Object.assign(this, { id, label, role, accelerator })
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : undefined
    // The commands here ask nothing about the click.
    this.click = () => (click as (() => void) | undefined)?.()
  }
}
