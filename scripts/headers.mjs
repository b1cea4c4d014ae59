/**
 * The one place that says which HTTP headers Assay is served with: the product's server, Vite's preview and Vite's dev
 * server all read it, so a policy that breaks the page breaks it in the tests too.
 */

/** "Nothing leaves the tab" as a rule the browser enforces: no origin but our own is ever spoken to. */
const policy = {
  'default-src': ["'none'"],
  // Compiling WebAssembly counts as evaluating code; 'wasm-unsafe-eval' allows that and nothing else.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  // Mantine writes its theme and its responsive rules as <style> elements and style attributes.
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'worker-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/**
 * Vite's dev server needs two things that the product must not have: React's refresh preamble is an inline script, and
 * changes arrive over a WebSocket. Everything else stays as strict as in the product, so that a breach shows early.
 */
const devPolicy = {
  ...policy,
  'script-src': [...policy['script-src'], "'unsafe-inline'"],
  'connect-src': [...policy['connect-src'], 'ws:'],
}

const written = (directives) =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')

const common = {
  // SharedArrayBuffer needs a page that shares its process with no other origin.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': [
    'camera',
    'display-capture',
    'geolocation',
    'hid',
    'microphone',
    'midi',
    'payment',
    'serial',
    'usb',
  ]
    .map((feature) => `${feature}=()`)
    .join(', '),
}

export const productHeaders = { ...common, 'Content-Security-Policy': written(policy) }
export const devHeaders = { ...common, 'Content-Security-Policy': written(devPolicy) }
