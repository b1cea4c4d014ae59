import { spawn } from 'node:child_process'

/** The command that shows a URL to whoever sits at this machine; undefined where nobody does. */
export function openerFor(platform, env) {
  if (env.CI) return undefined
  if (platform === 'linux' || platform === 'freebsd') {
    return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined
  }
  // Over ssh a window would open on the far machine's screen.
  if (env.SSH_CONNECTION) return undefined
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '""']
  return undefined
}

export function openPage(url) {
  const opener = openerFor(process.platform, process.env)
  if (!opener) return
  const [command, ...args] = opener
  // No opener is no trouble: the address has been printed, and that is what the person then uses.
  spawn(command, [...args, url], { stdio: 'ignore', detached: true, windowsVerbatimArguments: true })
    .on('error', () => {})
    .unref()
}
