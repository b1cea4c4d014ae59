import * as z from 'zod'

// Zod builds parsers with `new Function` unless told not to, and even its probe for that breaks the page's content security
// policy. Every schema imports zod from here, so that this comes before the first of them is made.
z.config({ jitless: true })

export { z }
