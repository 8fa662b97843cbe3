// The shapes of the HTTP contract (docs/http.md), as the browser sees them.

export * from './types/shop';
export * from './types/orders';
export * from './types/returns';
export * from './types/breaches';
export * from './types/customers';
export * from './types/staff';
export * from './types/people';
export * from './types/settings';
