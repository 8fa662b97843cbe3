// What the environments differ in. A wrong word here is an error of the parameter file, before anything is deployed.

@export()
@description('Regions that offer Flex Consumption, the Durable Task Scheduler and AI Search.')
type Region = 'australiaeast' | 'eastasia' | 'japaneast' | 'northeurope' | 'southeastasia' | 'westus3'

@export()
type Environment = 'dev' | 'staging' | 'prod'

@export()
@description('How far the function app scales, and how much of it is always warm.')
type Scale = {
  @description('Instances for HTTP that are paid for and never cold.')
  @minValue(0)
  httpReady: int

  @description('Instances for orchestrations and activities that are paid for and never cold.')
  @minValue(0)
  durableReady: int

  @minValue(40)
  @maxValue(1000)
  maximumInstances: int

  memoryMB: 512 | 2048 | 4096

  @description('Requests that one instance serves at a time.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int

  @description('Spread over the zones of the region.')
  zoneRedundant: bool
}

@export()
type Mail = {
  host: string
  port: int
  from: string
  user: string
}

@export()
type Carrier = {
  baseUrl: string

  @minLength(2)
  @maxLength(2)
  country: string

  @description('Its codes for places, by which it says prices: "Cebu=L1:L2;..." as the shipper got them. May be empty.')
  tiers: string
}

@export()
@description('Who clears parcels through customs, in the format of docs/customs-broker.md.')
type Broker = { baseUrl: string }

@export()
@description('What the front door lets through.')
type Guard = {
  mode: 'Detection' | 'Prevention'

  @description('Requests of one address in a minute, before it has to wait.')
  @minValue(100)
  requestsPerMinute: int
}

@export()
@description('What may be spent in a month, and who hears of trouble.')
type Watch = {
  @description('In the currency of the subscription.')
  @minValue(1)
  monthlyBudget: int

  email: string

  @minValue(30)
  @maxValue(730)
  logDays: int
}

@export()
@description('How long backups are kept; the keys of persons in them are gone within 30 days, whatever stands here.')
type Backups = {
  @description('Nightly ones: a month and some days, so that what went wrong in it is found when its books are closed.')
  @minValue(8)
  @maxValue(365)
  days: int

  @description('The first of each month: a year for the auditor.')
  @minValue(1)
  @maxValue(120)
  months: int
}

@export()
type Storage = 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS'

@export()
type Scheduler = {
  sku: 'Consumption' | 'Dedicated'

  @description('Capacity units of the dedicated kind; each carries some 2,000 actions a second.')
  @minValue(1)
  @maxValue(3)
  capacity: int
}

@export()
@description('None leaves the service out: the shop searches its catalog in memory until a search service is asked for.')
type Search = 'none' | 'basic' | 'standard'

@export()
type Tags = { shop: string, environment: string }

@export()
@description('Settings of the app by name.')
type Settings = { *: string }
