/** Numbers as AssemblyScript names them: whole ones of 32 bits, places in a memory, and doubles. */
declare type i32 = number
declare type usize = number
declare type f64 = number
