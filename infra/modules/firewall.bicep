// What is turned away before it reaches the shop.
import { Guard, Tags } from '../types.bicep'

param prefix string
param tags Tags
param guard Guard

resource policy 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-10-01' = {
  name: '${replace(prefix, '-', '')}guard'
  location: 'global'
  tags: tags
  sku: { name: 'Premium_AzureFrontDoor' }
  properties: {
    policySettings: { enabledState: 'Enabled', mode: guard.mode, requestBodyCheck: 'Enabled' }
    customRules: {
      rules: [
        {
          // Signed by their senders and read by nobody before the signature holds; few senders, many calls.
          name: 'SignedWebhooks'
          priority: 10
          ruleType: 'MatchRule'
          action: 'Allow'
          matchConditions: [
            {
              matchVariable: 'RequestUri'
              operator: 'RegEx'
              matchValue: ['^https?://[^/]+(:443)?/api/webhooks/(stripe|ninjavan)$']
            }
            { matchVariable: 'RequestMethod', operator: 'Equal', matchValue: ['POST'] }
          ]
        }
        {
          name: 'TooManyRequests'
          priority: 20
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: guard.requestsPerMinute
          action: 'Block'
          matchConditions: [
            { matchVariable: 'RequestUri', operator: 'Contains', matchValue: ['/api/'] }
          ]
        }
      ]
    }
    managedRules: {
      managedRuleSets: [
        { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }
        { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.1' }
      ]
    }
  }
}

output id string = policy.id
