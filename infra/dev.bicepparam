using 'main.bicep'

// Cheap and disposable: nothing is kept warm, and the firewall only notes what it would turn away.
param environment = 'dev'
param location = 'southeastasia'
param shop = 'likha'
param domain = ''

param scale = {
  httpReady: 0
  durableReady: 0
  maximumInstances: 40
  memoryMB: 2048
  httpConcurrency: 32
  zoneRedundant: false
}
param storageSku = 'Standard_LRS'
param serviceBusSku = 'Standard'
param scheduler = { sku: 'Consumption', capacity: 1 }
param searchSku = 'none'

param mail = { host: 'smtp.dev.likha.example', port: 587, from: 'orders@likha.example', user: 'orders@likha.example' }
param carrier = { baseUrl: 'https://api-sandbox.ninjavan.co', country: 'PH', tiers: '' }
param broker = { baseUrl: 'https://broker.dev.likha.example' }

param guard = { mode: 'Detection', requestsPerMinute: 1000 }
param watch = { monthlyBudget: 450, email: 'operations@likha.example', logDays: 30 }
param backups = { days: 8, months: 1 }
