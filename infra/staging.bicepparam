using 'main.bicep'

// As prod, smaller: what is released to shoppers is tried here first.
param environment = 'staging'
param location = 'southeastasia'
param shop = 'likha'
param domain = ''

param scale = {
  httpReady: 1
  durableReady: 1
  maximumInstances: 100
  memoryMB: 2048
  httpConcurrency: 32
  zoneRedundant: false
}
param storageSku = 'Standard_ZRS'
param serviceBusSku = 'Standard'
param scheduler = { sku: 'Consumption', capacity: 1 }
param searchSku = 'basic'

param mail = { host: 'smtp.staging.likha.example', port: 587, from: 'orders@likha.example', user: 'orders@likha.example' }
param carrier = { baseUrl: 'https://api-sandbox.ninjavan.co', country: 'PH', tiers: '' }
param broker = { baseUrl: 'https://broker.staging.likha.example' }

param guard = { mode: 'Prevention', requestsPerMinute: 1000 }
param watch = { monthlyBudget: 600, email: 'operations@likha.example', logDays: 30 }
param backups = { days: 35, months: 12 }
