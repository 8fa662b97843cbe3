using 'main.bicep'

// Sized for 11.11: warm instances take the first seconds of a rush, the rest comes by itself.
param environment = 'prod'
param location = 'southeastasia'
param shop = 'likha'
param domain = ''

param scale = {
  httpReady: 3
  durableReady: 2
  maximumInstances: 500
  memoryMB: 2048
  httpConcurrency: 32
  zoneRedundant: true
}
param storageSku = 'Standard_ZRS'
param serviceBusSku = 'Standard'
param scheduler = { sku: 'Dedicated', capacity: 1 }
param searchSku = 'basic'

param mail = { host: 'smtp.likha.example', port: 587, from: 'orders@likha.example', user: 'orders@likha.example' }
param carrier = { baseUrl: 'https://api.ninjavan.co', country: 'PH', tiers: '' }
param broker = { baseUrl: 'https://broker.likha.example' }

param guard = { mode: 'Prevention', requestsPerMinute: 600 }
param watch = { monthlyBudget: 2500, email: 'operations@likha.example', logDays: 90 }
param backups = { days: 35, months: 12 }
