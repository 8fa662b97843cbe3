// What wakes a person, and nothing that does not need one. docs/operate.md says what to do for each.
import { Tags } from '../types.bicep'

param prefix string
param location string
param tags Tags
param email string
param insightsId string
param busId string
param edgeId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${prefix}-people'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'shop'
    emailReceivers: [{ name: 'operations', emailAddress: email, useCommonAlertSchema: true }]
  }
}

var fromLogs = [
  {
    name: 'payment-failures'
    severity: 1
    minutes: 15
    more: 5
    says: 'The payment provider cannot be reached or fails. A declined card is no failure and not counted.'
    query: '''
dependencies
| where target has 'stripe' and success == false and resultCode !in ('400', '402', '404', '409')
'''
  }
  {
    name: 'payment-disputes'
    severity: 2
    minutes: 15
    more: 0
    says: 'A shopper disputes a payment, or a refund failed: staff must answer within the provider\'s time.'
    query: '''
traces
| where message has 'the provider says'
'''
  }
  {
    name: 'needs-a-person'
    severity: 2
    minutes: 15
    more: 0
    says: 'A process cannot go on and waits for staff: it is listed at /staff with its step and code.'
    query: '''
traces
| where message has 'needs a person at'
'''
  }
  {
    name: 'oversell'
    severity: 0
    minutes: 15
    more: 0
    says: 'Goods that were held for an order were not there when they were taken: one order too many was promised.'
    // The code stands in the message or, where the exporter keeps the template, among its dimensions.
    query: '''
traces
| where message has 'needs a person at'
| where message has 'stock.' or tostring(customDimensions.Code) startswith 'stock.'
'''
  }
  {
    name: 'staff-doors-tried'
    severity: 1
    minutes: 15
    more: 20
    says: 'Somebody tries tokens, passwords or the setup secret of staff, or a role that is not hers.'
    // By the names of the events in functions/Staff/StaffEvents.cs, wherever the exporter keeps them.
    query: '''
traces
| extend what = strcat(tostring(customDimensions.EventName), ' ', message)
| where what has_any (
    'StaffTokenRefused', 'StaffRoleRefused', 'StaffSignInRefused', 'StaffSetupRefused', 'StaffFactorMissing',
    'StaffPasskeyRefused', 'A passkey of staff was not taken',
    'a token of staff is not good', 'has no role for it', 'was not signed in', 'to set the shop up is not good',
    'has shown no second factor')
'''
  }
  {
    name: 'staff-braked'
    severity: 1
    minutes: 15
    more: 50
    says: 'Guesses at the passwords of staff are braked: whose account it is, the log says by a name of it.'
    query: '''
traces
| where tostring(customDimensions.EventName) == 'StaffBraked' or message has 'Attempts to sign in are braked'
'''
  }
  {
    name: 'staff-token-reused'
    severity: 0
    minutes: 15
    more: 0
    says: 'A cookie of one of staff was used by two; the session is ended. Ask her which browser was not hers.'
    query: '''
traces
| where tostring(customDimensions.EventName) == 'StaffTokenReused' or message has 'a token was used twice'
'''
  }
  {
    name: 'staff-passkey-copied'
    severity: 0
    minutes: 15
    more: 0
    says: 'A passkey of one of staff has counted back, and is perhaps a copy. She was told by mail; ask her.'
    query: '''
traces
| where tostring(customDimensions.EventName) == 'StaffPasskeyCopied' or message has 'a passkey has counted back'
'''
  }
  {
    name: 'staff-set-up'
    severity: 2
    minutes: 15
    more: 0
    says: 'The setup secret was used: somebody may everything from now on. Once, when the shop is opened, is right.'
    query: '''
traces
| where tostring(customDimensions.EventName) == 'StaffSetUp' or message has 'The shop was set up with a secret'
'''
  }
  {
    name: 'failed-functions'
    severity: 2
    minutes: 15
    more: 10
    says: 'Functions fail more often than retries explain.'
    query: '''
requests
| where success == false and toint(resultCode) >= 500
'''
  }
]

// What should have been said and was not: a count of nothing is what wakes somebody.
resource backupAlert 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: '${prefix}-no-backup'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'no-backup'
    description: 'No backup has ended for 26 hours: the next night may come too late.'
    severity: 1
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT1H'
    windowSize: 'P2D'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: '''
traces
| where message has 'The backup has ended'
| summarize last = max(timestamp)
| where isnull(last) or last < ago(26h)
'''
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in fromLogs: {
    name: '${prefix}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.name
      description: alert.says
      severity: alert.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT${alert.minutes}M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: alert.more
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

var fromQueues = [
  {
    name: 'queue-age'
    metric: 'ActiveMessages'
    // A queue that was never empty within the window holds a message of that age, or is outrun by its senders.
    aggregation: 'Minimum'
    says: 'A queue has not been empty for a quarter of an hour: its consumer is down, or too slow.'
  }
  {
    name: 'dead-letters'
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
    says: 'A message was tried five times and put aside; it waits to be looked at and replayed.'
  }
]

resource queueAlerts 'Microsoft.Insights/metricAlerts@2026-01-01' = [
  for alert in fromQueues: {
    name: '${prefix}-${alert.name}'
    location: 'global'
    tags: tags
    properties: {
      description: alert.says
      severity: 2
      enabled: true
      scopes: [busId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            criterionType: 'StaticThresholdCriterion'
            name: alert.name
            metricNamespace: 'Microsoft.ServiceBus/namespaces'
            metricName: alert.metric
            timeAggregation: alert.aggregation
            operator: 'GreaterThan'
            threshold: 0
            dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]

resource errorAlert 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${prefix}-shop-errors'
  location: 'global'
  tags: tags
  properties: {
    description: 'More than one in twenty answers at the front door is an error of ours: shoppers see it.'
    severity: 0
    enabled: true
    scopes: [edgeId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'errors'
          metricNamespace: 'Microsoft.Cdn/profiles'
          metricName: 'Percentage5XX'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 5
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
